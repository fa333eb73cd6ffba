import Logging
import NexusAuth
import NexusTesting
import Synchronization

@testable import Nexus

/// Serves an app of the specification on a port that the system chooses, at a time that stands still, with its trail in memory.
/// - Parameters:
///   - app: The app as the snippet makes it.
///   - time: The clock of the test.
///   - trail: Where its records go.
///   - change: Changes what lies on the internet in the snippet.
///   - routes: Routes that the snippet leaves out.
///   - body: The test.
func serving(
    _ app: Nexus,
    at time: TestTime,
    trail: MemoryAuditSink = MemoryAuditSink(),
    changing change: (inout JWTConfig, inout RateLimitConfig) -> Void = { _, _ in },
    routes: (Nexus) -> Void = { _ in },
    _ body: (TestServer) async throws -> Void
) async throws {
    let served = try app.copy(at: time, trail: trail, changing: change)
    routes(served)
    try await TestServer.run(served, body)
}

extension Nexus {
    /// The same options, parts and routes, on a free port.
    fileprivate func copy(
        at time: TestTime, trail: MemoryAuditSink, changing change: (inout JWTConfig, inout RateLimitConfig) -> Void
    ) throws -> Nexus {
        var options = self.options
        options.apiHost = "127.0.0.1"
        options.apiPort = 0
        let copy = Nexus(options: options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, time: time.source)
        if let auth = self.parts.withLock({ $0.auth }) {
            var (jwt, rateLimit, audit) = (auth.jwt ?? JWTConfig(), auth.rateLimit ?? RateLimitConfig(), auth.audit)
            change(&jwt, &rateLimit)
            audit.backend = .custom(trail)
            audit.path = nil
            try copy.addPlugin(
                NexusAuthPlugin(
                    jwt: auth.jwt == nil ? nil : jwt, rbac: auth.rbac, rbacDefaultRole: auth.rbacDefaultRole,
                    rateLimit: auth.rateLimit == nil ? nil : rateLimit, tenantIsolation: auth.tenantIsolation, audit: audit))
        }
        for route in self.registry.declared { copy.register(route) }
        return copy
    }
}
