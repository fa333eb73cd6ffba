import NexusCore
public import Tracing

/// Reads and writes `traceparent` and `tracestate`, so that traces pass through a service that records none itself.
///
/// `InstrumentationSystem.bootstrap(W3CPropagator())` makes clients such as async-http-client send the fields on. A tracer does its
/// own propagation and is bootstrapped instead of this.
public struct W3CPropagator: Instrument {
    /// Creates a propagator.
    public init() {}

    /// Reads the trace context of a request; a malformed one is ignored.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let traceparent = extractor.extract(key: "traceparent", from: carrier) else { return }
        context.traceContext =
            TraceContext(traceparent: traceparent, tracestate: extractor.extract(key: "tracestate", from: carrier)) ?? context.traceContext
    }

    /// Writes the trace context for a request to another service.
    public func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let traceContext = context.traceContext else { return }
        injector.inject(traceContext.traceparent, forKey: "traceparent", into: &carrier)
        if !traceContext.state.isEmpty { injector.inject(traceContext.state.rawValue, forKey: "tracestate", into: &carrier) }
    }
}
