import Logging
import NIOHTTP1
import NexusAuth
import NexusCore
import NexusTesting
import Synchronization
import Testing

@testable import Nexus

@Suite("A reload")
struct ReloadTests {
    private static let jwt = JWTConfig(secret: .value("0123456789abcdef0123456789abcdef"))

    private static func plugin(_ rbac: RBACConfig, requestsPerMinute: Int = 10) throws -> NexusAuthPlugin {
        try .enterprise(
            jwt: self.jwt, rbac: rbac, rateLimit: RateLimitConfig(requestsPerMinute: requestsPerMinute, burstSize: 0),
            audit: AuditConfig(backend: .custom(NoSink())))
    }

    /// An app that is assembled as a start does, without sockets.
    private static func assembled(_ plugin: NexusAuthPlugin) throws -> (Nexus, AppAssembly) {
        let app = Nexus(apiPort: 0)
        try app.addPlugin(plugin)
        app.get("/articles", .requirePermission("read:articles")) { _ in "articles" }
        let assembly = try app.assemble()
        app.parts.withLock { $0.assembly = assembly }
        return (app, assembly)
    }

    private static func verdict(_ assembly: AppAssembly, roles: [String]) -> Gate.Verdict {
        let app = assembly.runtime.current
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/articles", headers: ["host": "test"])
        let exchange = app.open(head, peer: .unspecified, isTLS: false, now: app.time.now())
        let principal = app.access.principal(for: Identity(userID: "u1", roles: roles))
        return app.gate.assuming(principal).decide(&exchange.evaluation, now: exchange.startedAt)
    }

    @Test func putsAnotherPolicyInForce() throws {
        let (app, assembly) = try Self.assembled(try Self.plugin(["viewer": ["read:*"]]))
        guard case .admit = Self.verdict(assembly, roles: ["viewer"]) else {
            Issue.record("the viewer should pass")
            return
        }
        try app.reload(options: app.options, auth: try Self.plugin(["viewer": [], "reader": ["read:*"]]))
        guard case .reject(.forbidden) = Self.verdict(assembly, roles: ["viewer"]) else {
            Issue.record("the viewer should be refused now")
            return
        }
    }

    @Test func keepsTheBucketsOfLimitsThatDidNotChange() throws {
        let (app, assembly) = try Self.assembled(try Self.plugin(["viewer": ["read:*"]]))
        for _ in 0..<10 { _ = Self.verdict(assembly, roles: ["viewer"]) }
        try app.reload(options: app.options, auth: try Self.plugin(["viewer": ["*"]]))
        guard case .reject(let rejection) = Self.verdict(assembly, roles: ["viewer"]) else {
            Issue.record("the bucket should still be empty")
            return
        }
        #expect(rejection.status == 429)
    }

    @Test func leavesThePolicyWhereTheNewOneCannotBe() throws {
        let (app, assembly) = try Self.assembled(try Self.plugin(["viewer": ["read:*"]]))
        #expect(throws: NexusError.self) {
            try app.reload(options: app.options, auth: try Self.plugin(["viewer": ["write:*"]]))
        }
        guard case .admit = Self.verdict(assembly, roles: ["viewer"]) else {
            Issue.record("the old policy should be in force")
            return
        }
    }

    @Test func bringsNoAuthenticationToAnAppWithoutATrail() async throws {
        let app = Nexus(apiPort: 0, logLevel: .critical)
        app.get("/hello", .public) { (_: PublicRequest) in "hello" }
        try await TestServer.run(app) { server async throws in
            #expect(throws: NexusError.self) { try app.reload(options: app.options, auth: try Self.plugin(["viewer": ["*"]])) }
            #expect(try await server.get("/nowhere").status == 404, "the old policy stays")
        }
    }

    @Test func leavesTheTrailAsItIs() throws {
        var audit = AuditConfig(backend: .custom(NoSink()))
        audit.excludePaths = ["/articles"]
        audit.logRequestBody = true
        let excluding = try NexusAuthPlugin.enterprise(
            jwt: Self.jwt, rbac: ["viewer": ["read:*"]], rateLimit: RateLimitConfig(requestsPerMinute: 10, burstSize: 0), audit: audit)
        let (app, assembly) = try Self.assembled(try Self.plugin(["viewer": ["read:*"]]))
        try app.reload(options: app.options, auth: excluding)
        let current = assembly.runtime.current
        #expect(!current.auditConfig.logRequestBody)
        let route = try #require(current.routes.first { $0.route.template.description == "/articles" })
        #expect(!route.isAuditExcluded)
    }

    @Test func bringsKeySetsThatReadinessWaitsFor() async throws {
        let app = Nexus(apiPort: 0, logLevel: .critical)
        try app.addPlugin(try Self.plugin(["viewer": ["read:*"]]))
        app.get("/articles", .requirePermission("read:articles")) { _ in "articles" }
        try await TestServer.run(app) { server async throws in
            #expect(await eventually { app.healthCheck().status == .healthy })
            let remote = try NexusAuthPlugin.enterprise(
                jwt: JWTConfig(algorithm: .es256, jwksURL: "https://localhost:1/keys"), rbac: ["viewer": ["read:*"]],
                rateLimit: RateLimitConfig(requestsPerMinute: 10, burstSize: 0), audit: AuditConfig(backend: .custom(NoSink())))
            try app.reload(options: app.options, auth: remote)
            #expect(await eventually { app.healthCheck().status == .unhealthy })
            #expect(try await server.get("/readyz").status == 503)
        }
    }

    @Test func needsAnAppThatRuns() throws {
        let app = Nexus(apiPort: 0)
        #expect(throws: NexusError.self) { try app.reload(options: app.options, auth: nil) }
    }
}

/// A sink that keeps nothing.
private struct NoSink: AuditSink {
    func write(_ batch: [AuditEntry]) throws {}
    func sync() throws {}
    func close() throws {}
}
