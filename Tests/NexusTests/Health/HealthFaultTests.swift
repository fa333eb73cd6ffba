import Foundation
import Logging
import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Synchronization
import Testing

/// Each thing that the service needs goes away and comes back under a running app. The promise is a second; a test gives a loaded machine more.
@Suite(.timeLimit(.minutes(1))) struct HealthFaultTests {
    private static let limit = Duration.seconds(5)

    private static func app(
        jwt: JWTConfig? = nil, rateLimit: RateLimitConfig? = nil, audit: AuditConfig = AuditConfig(backend: .custom(MemoryAuditSink()))
    ) throws -> Nexus {
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        let app = Nexus(options: options)
        try app.addPlugin(NexusAuthPlugin(jwt: jwt ?? JWTConfig(secret: TestTokens().secret), rateLimit: rateLimit, audit: audit))
        app.get("/", .public) { (_: PublicRequest) in "root" }
        return app
    }

    /// Waits until a component is as bad as expected.
    private static func turns(_ name: String, _ level: HealthStatus.Level, in app: Nexus, within limit: Duration = Self.limit) async -> Bool
    {
        await eventually(within: limit) { app.healthCheck().components.first { $0.name == name }?.status.level == level }
    }

    private static func expect(_ status: Int, from server: TestServer) async throws {
        let readiness = try await server.get("/readyz")
        #expect(readiness.status == status)
    }

    @Test func `Key sets: old keys serve on while their provider is away; without any, the service is not ready`() async throws {
        let provider = try await FakeIdentityProvider.start(algorithm: .es256)
        let jwt = JWTConfig(algorithm: .es256, jwksURL: provider.keySetURL, jwksCacheTTL: .seconds(1))
        let app = try Self.app(jwt: jwt)
        try await TestServer.run(app) { server in
            #expect(await Self.turns("key_sets", .healthy, in: app))
            provider.fault = .status(503)
            #expect(await Self.turns("key_sets", .degraded, in: app))
            let message = app.healthCheck().components.first { $0.name == "key_sets" }?.status.detail
            #expect(message?.contains("bad_status: the answer's status is 503") == true)
            try await Self.expect(200, from: server)
        }
        let cold = try Self.app(jwt: jwt)
        try await TestServer.run(cold) { server in
            #expect(await Self.turns("key_sets", .unhealthy, in: cold))
            try await Self.expect(503, from: server)
            provider.fault = .none
            #expect(await Self.turns("key_sets", .healthy, in: cold))
            try await Self.expect(200, from: server)
        }
        try await provider.stop()
    }

    @Test func `Redis: the service stays ready, and says that it is degraded until Redis is back`() async throws {
        guard let redis = try RedisProcess() else { return print("skipped: no redis-server") }
        defer { redis.kill() }
        let url = "redis://127.0.0.1:\(redis.port)"
        let app = try Self.app(rateLimit: RateLimitConfig(backend: .redis, redisURL: .value(url), redisTimeout: .seconds(2)))
        try await TestServer.run(app) { server in
            #expect(await Self.turns("redis", .healthy, in: app))
            #expect(app.healthCheck().status == .healthy)
            for _ in 0..<2 {
                redis.kill()
                #expect(await Self.turns("redis", .unhealthy, in: app))
                #expect(app.healthCheck().status == .degraded)
                try await Self.expect(200, from: server)
                #expect(try await server.get("/").status == 200, "the limit fails open")
                try redis.launch()
                #expect(await Self.turns("redis", .healthy, in: app))
                #expect(app.healthCheck().status == .healthy)
                try await Self.expect(200, from: server)
            }
        }
    }

    @Test func `A limit store of the app's own that does not decide: ready, and degraded until it does`() async throws {
        let store = SwitchedStore()
        let sink = MemoryAuditSink()
        let app = try Self.app(rateLimit: RateLimitConfig(store: store), audit: AuditConfig(backend: .custom(sink)))
        try await TestServer.run(app) { server in
            #expect(await Self.turns("limit_store", .healthy, in: app))
            store.isAvailable = false
            #expect(await Self.turns("limit_store", .unhealthy, in: app))
            #expect(app.healthCheck().status == .degraded)
            try await Self.expect(200, from: server)
            _ = try await server.get("/")
            store.isAvailable = true
            #expect(await Self.turns("limit_store", .healthy, in: app))
        }
        let reasons = sink.requests.map { String(decoding: $0.json, as: UTF8.self) }.filter { $0.contains("the shared store is away") }
        #expect(reasons.count == 1, "the trail says which request no limit was decided for")
    }

    @Test func `Redis that answers and refuses: ready, and degraded`() async throws {
        guard let redis = try RedisProcess(options: ["--user", "limiter", "on", "nopass", "~*", "+ping"]) else {
            return print("skipped: no redis-server")
        }
        defer { redis.kill() }
        let url = "redis://limiter:any@127.0.0.1:\(redis.port)"
        let app = try Self.app(rateLimit: RateLimitConfig(backend: .redis, redisURL: .value(url), redisTimeout: .seconds(2)))
        try await TestServer.run(app) { server in
            #expect(await Self.turns("redis", .healthy, in: app))
            #expect(try await server.get("/").status == 200, "the limit fails open")
            #expect(await Self.turns("redis", .unhealthy, in: app))
            #expect(app.healthCheck().status == .degraded)
            try await Self.expect(200, from: server)
        }
    }

    @Test func `Audit: a sink that fails takes readiness with it, until it writes again`() async throws {
        let sink = FailingSink()
        let app = try Self.app(audit: AuditConfig(backend: .custom(sink)))
        try await TestServer.run(app) { server in
            #expect(await Self.turns("audit", .healthy, in: app))
            sink.isFailing = true
            _ = try await server.get("/")
            #expect(await Self.turns("audit", .unhealthy, in: app))
            try await Self.expect(503, from: server)
            sink.isFailing = false
            #expect(await Self.turns("audit", .healthy, in: app))
            try await Self.expect(200, from: server)
        }
    }

    @Test(arguments: [AuditConfig.Backend.logging, .database])
    func `The trail's disk: without its folder nothing can be kept`(backend: AuditConfig.Backend) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-health-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let app = try Self.app(audit: AuditConfig(backend: backend, path: folder.appendingPathComponent("audit").path))
        try await TestServer.run(app) { server in
            #expect(await Self.turns("audit_disk", .healthy, in: app))
            try FileManager.default.removeItem(at: folder)
            #expect(await Self.turns("audit_disk", .unhealthy, in: app))
            try await Self.expect(503, from: server)
            #expect(try await server.get("/healthz").status == 200, "a restart would not help")
        }
    }

    @Test func `A database of the app's own: one that throws, one that hangs, one that is back`() async throws {
        let app = try Self.app()
        let state = Mutex(DatabaseState.there)
        app.addHealthCheck(
            HealthCheck("database", deadline: .milliseconds(300)) {
                switch state.withLock({ $0 }) {
                case .there: return .healthy
                case .gone: throw DatabaseGone()
                case .hanging:
                    try await Task.sleep(for: .seconds(60))
                    return .healthy
                }
            })
        try await TestServer.run(app) { server in
            for (next, level): (DatabaseState, HealthStatus.Level) in [
                (.there, .healthy), (.gone, .unhealthy), (.there, .healthy), (.hanging, .unhealthy), (.there, .healthy),
            ] {
                state.withLock { $0 = next }
                #expect(await Self.turns("database", level, in: app))
                try await Self.expect(level == .healthy ? 200 : 503, from: server)
            }
        }
    }
}

/// A limit store that admits everybody, or is away.
private final class SwitchedStore: RateLimitStore {
    struct Away: Error {}

    private let state = Mutex(true)

    var isAvailable: Bool {
        get { self.state.withLock { $0 } }
        set { self.state.withLock { $0 = newValue } }
    }

    func take(key: String, rule: LimitRule) async throws -> LimitDecision {
        guard self.isAvailable else { throw Away() }
        return LimitDecision(isAllowed: true, remaining: 1, resetAfter: 0, retryAfter: 0)
    }
}

private enum DatabaseState { case there, gone, hanging }

private struct DatabaseGone: Error {}

/// A sink that can be told to fail.
private final class FailingSink: AuditSink {
    private let state = Mutex(false)

    var isFailing: Bool {
        get { self.state.withLock { $0 } }
        set { self.state.withLock { $0 = newValue } }
    }

    func write(_ batch: [AuditEntry]) throws {
        if self.isFailing { throw DatabaseGone() }
    }
}
