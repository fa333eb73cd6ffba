import NexusAuth
import NexusCore
import Tracing

extension RequestContext {
    /// Runs a handler that does not wait with the request's tenant and trace as task-locals.
    func scope<Value>(_ body: (RequestContext) throws -> Value) rethrows -> Value {
        try TenantContext.$current.withValue(self.admittedTenant) {
            guard let span = self.span else { return try body(self) }
            return try InstrumentationContext.withValue(span.context) { try body(self) }
        }
    }

    /// Runs a handler with the request's tenant and trace as task-locals.
    func scope<Value>(_ body: (RequestContext) async throws -> Value) async rethrows -> Value {
        try await TenantContext.$current.withValue(self.admittedTenant) {
            guard let span = self.span else { return try await body(self) }
            return try await InstrumentationContext.withValue(span.context) { try await body(self) }
        }
    }
}
