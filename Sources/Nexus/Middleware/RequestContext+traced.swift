package import HummingbirdCore
import NexusCore
import Tracing

extension RequestContext {
    /// Whether the request is part of a trace.
    package var isTraced: Bool { self.span != nil }

    /// Runs what answers a request with its trace as a task-local.
    package func traced(
        _ body: () async throws -> HummingbirdCore.Response
    ) async rethrows -> HummingbirdCore.Response {
        guard let span = self.span else { return try await body() }
        return try await InstrumentationContext.withValue(span.context) { try await body() }
    }
}
