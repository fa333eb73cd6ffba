package import NexusCore
package import Tracing

/// The span of one request; without a tracer it only carries the context.
package final class ServerSpan: Sendable {
    /// What the handler runs with (`InstrumentationContext.withValue`), so that its own spans and calls belong to the trace.
    package let context: InstrumentationContext
    private let span: (any Span)?
    private let method: HTTPMethodLabel

    init(context: InstrumentationContext, span: (any Span)?, method: HTTPMethodLabel) {
        self.context = context
        self.span = span
        self.method = method
    }

    /// Where the request stands in its trace.
    package var traceContext: TraceContext? { self.context.traceContext }

    /// Ends the span.
    /// - Parameters:
    ///   - route: The template of the matched route.
    ///   - status: The status of the answer; 0 where there is none.
    ///   - error: What the handler threw; only its type is recorded.
    package func end(route: String?, status: Int, error: (any Error)? = nil) {
        guard let span = self.span else { return }
        if span.isRecording {
            if let route {
                span.operationName = "\(self.method.spanName) \(route)"
                span.attributes["http.route"] = route
            }
            if status > 0 { span.attributes["http.response.status_code"] = status }
            // A client's mistake is no failure of the server (OpenTelemetry, HTTP spans, Status); an answer that breaks off is one.
            if status >= 500 || (error != nil && status < 400) {
                span.attributes["error.type"] = error.map { "\(type(of: $0))" } ?? String(status)
                span.setStatus(SpanStatus(code: .error))
            }
        }
        span.end()
    }
}
