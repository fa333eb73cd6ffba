import NexusCore
package import Tracing

/// Starts a trace span for each request, or only passes the trace context on where no tracer is installed.
package final class ServerTracing: Sendable {
    /// What is known of a request before it is matched.
    package struct Request: Sendable {
        package var method: HTTPMethodLabel
        package var scheme: String
        /// The path without its query, which may hold secrets.
        package var path: String
        package var headers: HeaderLookup

        package init(method: HTTPMethodLabel, scheme: String, path: String, headers: HeaderLookup) {
            self.method = method
            self.scheme = scheme
            self.path = path
            self.headers = headers
        }
    }

    private let tracer: (any Tracer)?

    /// Creates the tracing of a server.
    /// - Parameter tracer: Records spans; nothing where only the context is passed on.
    package init(tracer: (any Tracer)?) {
        self.tracer = tracer
    }

    /// The tracing that the process has installed, looked up once, at the start.
    package static func installed() -> ServerTracing {
        let tracer = InstrumentationSystem.tracer
        return ServerTracing(tracer: tracer is NoOpTracer ? nil : tracer)
    }

    /// The installed tracing, or nothing where the process has no tracer.
    static var whereInstalled: ServerTracing? {
        let tracing = self.installed()
        return tracing.tracer == nil ? nil : tracing
    }

    /// Starts the span of a request.
    ///
    /// The context always holds a trace context of ours: a child of the caller's, or a new trace.
    package func start(_ request: Request) -> ServerSpan {
        var context = InstrumentationContext.topLevel
        W3CPropagator().extract(request.headers, into: &context, using: HeaderLookupExtractor())
        context.traceContext = context.traceContext?.child() ?? .root()
        guard let tracer = self.tracer else { return ServerSpan(context: context, span: nil, method: request.method) }
        tracer.extract(request.headers, into: &context, using: HeaderLookupExtractor())
        let span: any Span = tracer.startSpan(request.method.spanName, context: context, ofKind: .server)
        if span.isRecording {
            span.attributes["http.request.method"] = request.method.name
            span.attributes["url.scheme"] = request.scheme
            span.attributes["url.path"] = request.path
        }
        // Log lines and the answer name the trace as the tracer does, where it speaks W3C.
        var carrier: [String: String] = [:]
        tracer.inject(span.context, into: &carrier, using: DictionaryInjector())
        context = span.context
        context.traceContext =
            carrier["traceparent"].flatMap { TraceContext(traceparent: $0, tracestate: carrier["tracestate"]) } ?? context.traceContext
        return ServerSpan(context: context, span: span, method: request.method)
    }
}

extension HTTPMethodLabel {
    /// How a span names the method: an unknown one is `HTTP` (OpenTelemetry, HTTP spans, Name).
    var spanName: String { self.index == 0 ? "HTTP" : self.name }
}

private struct DictionaryInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key.lowercased()] = value
    }
}
