import Logging
import NIOCore
import NIOPosix
import NexusAuth
import NexusTesting
import Synchronization
import Testing

@testable import Nexus

/// A start, what goes wrong in it, and what is left when the app has stopped.
@Suite(.timeLimit(.minutes(1))) struct StartTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    private static func app(_ configure: (inout NexusOptions) -> Void = { _ in }) -> Nexus {
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        configure(&options)
        let app = Nexus(options: options)
        app.get("/hello", .public) { (_: PublicRequest) in "hello" }
        return app
    }

    @Test func `An app that was looked at can be looked at again, and started`() async throws {
        let app = Self.app()
        app.addHealthCheck(.pushed("own") { .healthy })
        for _ in 0..<2 { _ = try app.inspect() }
        _ = try await app.explain("GET", "/hello", as: .anonymous)
        try await TestServer.run(app) { server async throws in
            #expect(await eventually { app.healthCheck().status == .healthy })
            #expect(try await server.get("/readyz").status == 200)
            _ = try app.inspect()
            #expect(try await server.get("/readyz").status == 200, "what runs is not disturbed")
        }
    }

    @Test func `Two components of one name are found by looking`() {
        let app = Self.app()
        for _ in 0..<2 { app.addHealthCheck(.pushed("own") { .healthy }) }
        #expect(throws: HealthError.self) { try app.inspect() }
    }

    @Test func `Who listens for the start holds nobody up`() async throws {
        let app = Self.app()
        let isCancelled = Mutex(false)
        app.onListening { _ in
            do { try await Task.sleep(for: .seconds(30)) } catch { isCancelled.withLock { $0 = true } }
        }
        try await TestServer.run(app) { server async throws in
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<30 { group.addTask { try await server.get("/hello").status } }
                for try await status in group { #expect(status == 200) }
            }
            #expect(ContinuousClock.now - start < .seconds(2))
        }
        #expect(isCancelled.withLock { $0 }, "the stop ends it")
    }

    @Test func `A port in use is named, whichever it is`() async throws {
        let taken = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(taken.localAddress?.port)
        for configure: (inout NexusOptions) -> Void in [{ $0.managementPort = port }, { $0.apiPort = port }] {
            let error = await #expect(throws: NexusError.self) { try await Self.app(configure).run() }
            #expect(error?.description.hasPrefix("cannot listen on 127.0.0.1:\(port): ") == true, "\(error?.description ?? "")")
        }
        try await taken.close()
    }

    @Test(arguments: [(-1, nil), (70_000, nil), (8_000, -1), (8_000, 70_000), (8_000, 8_000)] as [(Int, Int?)])
    func `A port that is none, and one for two, are refused`(port: Int, managementPort: Int?) {
        let app = Self.app {
            $0.apiPort = port
            $0.managementPort = managementPort
        }
        #expect(throws: NexusError.self) { try app.inspect() }
    }

    @Test func `Two ports that the system chooses are two`() throws {
        _ = try Self.app { $0.managementPort = 0 }.inspect()
    }

    @Test func `An app that cannot be compiled leaves no client of key sets behind`() throws {
        let app = Self.app()
        try app.addPlugin(NexusAuthPlugin(jwt: JWTConfig(algorithm: .es256, jwksURL: "https://localhost/keys")))
        app.get("/hello", .public) { (_: PublicRequest) in "again" }
        let error = #expect(throws: NexusError.self) { try app.inspect() }
        #expect(error?.description == "GET /hello is declared twice")
    }

    @Test func `A start that fails ends the plugins that had started, and the trail`() async throws {
        let app = Self.app()
        let trail = ClosedSink()
        let calls = Mutex<[String]>([])
        try app.addPlugin(NexusAuthPlugin(jwt: JWTConfig(secret: .value(Self.secret)), audit: AuditConfig(backend: .custom(trail))))
        try app.addPlugin(Noted(name: "first", fails: false) { call in calls.withLock { $0.append(call) } })
        try app.addPlugin(Noted(name: "second", fails: true) { call in calls.withLock { $0.append(call) } })
        await #expect(throws: NexusError("second does not start")) { try await app.run() }
        #expect(calls.withLock { $0 } == ["first starts", "first stops"])
        #expect(trail.isClosed)
    }

    @Test func `An app that has stopped cannot be reloaded`() async throws {
        let app = Self.app()
        try await TestServer.run(app) { _ async throws in try app.reload(options: app.options, auth: nil) }
        #expect(throws: NexusError.self) { try app.reload(options: app.options, auth: nil) }
    }

    @Test func `An app that has stopped is not kept in memory`() async throws {
        let provider = try await FakeIdentityProvider.start(algorithm: .es256)
        weak var runtime: Runtime?
        let app = Self.app { $0.enableMonitoring = true }
        var limits = RateLimitConfig()
        limits.store = FullStore()
        try app.addPlugin(NexusAuthPlugin(jwt: JWTConfig(algorithm: .es256, jwksURL: provider.keySetURL), rateLimit: limits))
        try await TestServer.run(app) { server async throws in
            runtime = app.parts.withLock { $0.assembly?.runtime }
            #expect(runtime != nil)
            #expect(try await server.get("/hello").status == 200)
        }
        #expect(await eventually { runtime == nil })
        try await provider.stop()
    }
}

/// A limit store in which every bucket is full.
private struct FullStore: RateLimitStore {
    let isAvailable = true

    func take(key: String, rule: LimitRule) async throws -> LimitDecision {
        LimitDecision(isAllowed: true, remaining: rule.capacity, resetAfter: 0, retryAfter: 0)
    }
}

/// A plugin that says what is asked of it.
private struct Noted: NexusPlugin {
    let name: String
    let fails: Bool
    let note: @Sendable (String) -> Void

    func install(on app: Nexus) throws {}

    func onStartup() async throws {
        if self.fails { throw NexusError("\(self.name) does not start") }
        self.note("\(self.name) starts")
    }

    func onShutdown() async { self.note("\(self.name) stops") }
}

/// A sink that knows whether it was closed.
private final class ClosedSink: AuditSink {
    private let closed = Mutex(false)

    var isClosed: Bool { self.closed.withLock { $0 } }

    func write(_ batch: [AuditEntry]) throws {}
    func sync() throws {}
    func close() throws { self.closed.withLock { $0 = true } }
}
