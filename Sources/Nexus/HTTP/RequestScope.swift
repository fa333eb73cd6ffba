import NexusAuth
import NexusCore
import Tracing

/// What a request's own code runs with as task-locals: its tenant and its place in a trace.
struct RequestScope: Sendable {
    /// The scope of no request.
    static let none = RequestScope(tenant: nil, span: nil)

    let tenant: TenantID?
    let span: ServerSpan?

    /// Runs what does not wait in the scope; a task that it starts takes the scope over.
    func run<Value>(_ body: () throws -> Value) rethrows -> Value {
        try TenantContext.$current.withValue(self.tenant) {
            guard self.mustSetTrace else { return try body() }
            return try InstrumentationContext.$current.withValue(self.span?.context) { try body() }
        }
    }

    /// Runs what may wait in the scope, where the caller runs.
    nonisolated(nonsending) func run<Value>(_ body: nonisolated(nonsending) () async throws -> Value) async rethrows -> Value {
        try await TenantContext.$current.withValue(self.tenant) {
            guard self.mustSetTrace else { return try await body() }
            return try await InstrumentationContext.$current.withValue(self.span?.context) { try await body() }
        }
    }

    /// Whether another trace may stand here than the scope's.
    private var mustSetTrace: Bool { self.span != nil || InstrumentationContext.current != nil }
}

extension RequestContext {
    /// What its handler runs with.
    var scope: RequestScope { RequestScope(tenant: self.admittedTenant, span: self.span) }
}

extension Exchange {
    /// What its own code runs with, as far as the gate has come.
    var scope: RequestScope { RequestScope(tenant: self.evaluation.tenant, span: self.span) }
}
