import NexusAuth
import NexusCore
import Tracing

extension RequestContext {
    /// Runs what does not wait with the request's tenant and trace as task-locals; a task that it starts takes them over.
    func scope<Value>(_ body: (RequestContext) throws -> Value) rethrows -> Value {
        try TenantContext.$current.withValue(self.admittedTenant) {
            guard self.mustSetTrace else { return try body(self) }
            return try InstrumentationContext.$current.withValue(self.span?.context) { try body(self) }
        }
    }

    /// Runs a handler with the request's tenant and trace as task-locals, where the caller runs.
    nonisolated(nonsending) func scope<Value>(
        _ body: nonisolated(nonsending) (RequestContext) async throws -> Value
    ) async rethrows -> Value {
        try await TenantContext.$current.withValue(self.admittedTenant) {
            guard self.mustSetTrace else { return try await body(self) }
            return try await InstrumentationContext.$current.withValue(self.span?.context) { try await body(self) }
        }
    }

    /// Whether the trace that stands here is not the request's: one that waited behind another begins in the other's task.
    private var mustSetTrace: Bool { self.span != nil || InstrumentationContext.current != nil }
}
