public import NexusCore
public import Tracing

private enum TraceContextKey: InstrumentationContextKey {
    typealias Value = TraceContext
    static var nameOverride: String? { "nexus-trace-context" }
}

extension InstrumentationContext {
    /// Where the current work stands in a distributed trace.
    public var traceContext: TraceContext? {
        get { self[TraceContextKey.self] }
        set { self[TraceContextKey.self] = newValue }
    }
}
