import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NexusHummingbird
import NexusTesting
import ServiceLifecycle
import Synchronization

/// A Hummingbird app with Nexus in front, and what is needed to look inside.
struct GuestApp {
    typealias Context = BasicNexusRequestContext

    let nexus: Nexus
    let trail = MemoryAuditSink()
    let time = ManualTime()
    let tokens: TestTokens
    let router = Router(context: Context.self)
    let middleware: NexusMiddleware<Context>
    /// Requests that reached a handler.
    let handled = Counter()

    init(
        durability: AuditConfig.Durability = .buffered,
        rateLimit: RateLimitConfig = RateLimitConfig(requestsPerMinute: 600, burstSize: 100),
        passesUndeclared: Bool = false,
        isTLS: Bool = false,
        outer: [any MiddlewareProtocol<Request, Response, Context>] = [],
        audit configureAudit: (inout AuditConfig) -> Void = { _ in },
        options configure: (inout NexusOptions) -> Void = { _ in }
    ) throws {
        self.tokens = TestTokens(time: .manual(self.time))
        self.nexus = try Self.nexus(
            tokens: self.tokens, trail: self.trail, time: self.time, durability: durability, rateLimit: rateLimit, configureAudit,
            options: configure)
        self.middleware = NexusMiddleware(self.nexus, passesUndeclared: passesUndeclared, isTLS: isTLS)
        for outer in outer { self.router.add(middleware: outer) }
        self.router.add(middleware: self.middleware)
    }

    /// The stack that is compared: tokens, roles, tenants, limits, the trail, CORS.
    static func nexus(
        tokens: TestTokens, trail: MemoryAuditSink, time: ManualTime, durability: AuditConfig.Durability = .buffered,
        rateLimit: RateLimitConfig = RateLimitConfig(requestsPerMinute: 600, burstSize: 100),
        _ configureAudit: (inout AuditConfig) -> Void = { _ in },
        options configure: (inout NexusOptions) -> Void = { _ in }
    ) throws -> Nexus {
        let (options, plugin) = try Self.policy(
            tokens: tokens, trail: trail, durability: durability, rateLimit: rateLimit, configureAudit, options: configure)
        let nexus = Nexus(options: options, time: .manual(time))
        try nexus.addPlugin(plugin)
        return nexus
    }

    /// What the stack is made of.
    static func policy(
        tokens: TestTokens, trail: MemoryAuditSink, durability: AuditConfig.Durability = .buffered,
        rateLimit: RateLimitConfig = RateLimitConfig(requestsPerMinute: 600, burstSize: 100),
        rbac: RBACConfig = RBACConfig([("admin", Role(permissions: ["*"])), ("reader", Role(permissions: ["read:*"]))]),
        _ configureAudit: (inout AuditConfig) -> Void = { _ in },
        options configure: (inout NexusOptions) -> Void = { _ in }
    ) throws -> (NexusOptions, NexusAuthPlugin) {
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        options.enableMonitoring = true
        options.cors = CORSConfig(origins: ["https://app.example.com"])
        configure(&options)
        var audit = AuditConfig(backend: .custom(trail), durability: durability)
        audit.excludePaths = ["/startup"]
        audit.syncInterval = .milliseconds(20)
        configureAudit(&audit)
        var jwt = JWTConfig(secret: tokens.secret)
        jwt.exemptPaths.append("/assets/*")
        let plugin = try NexusAuthPlugin(
            jwt: jwt, rbac: rbac, rateLimit: rateLimit, tenantIsolation: TenantConfig(adminRole: "admin"), audit: audit)
        return (options, plugin)
    }

    /// Runs the app for the time of a test, and stops it in order.
    func run<Result: Sendable>(_ body: (TestServer) async throws -> Result) async throws -> Result {
        try await self.run(on: .http1()) { port in
            let server = TestServer(port: port)
            while try await server.get("/startup").status == 503 { try await Task.sleep(for: .milliseconds(5)) }
            return try await body(server)
        }
    }

    /// Runs the app on a server of a kind, and hands out its port; whether Nexus runs yet is not known then.
    func run<Result: Sendable>(on server: HTTPServerBuilder, _ body: (Int) async throws -> Result) async throws -> Result {
        let ports = AsyncStream<Int>.makeStream()
        let app = Application(
            router: self.router,
            server: server,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            services: [self.middleware],
            onServerRunning: { ports.continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let group = ServiceGroup(services: [app], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task {
            defer { ports.continuation.finish() }
            try await group.run()
        }
        var iterator = ports.stream.makeAsyncIterator()
        guard let port = await iterator.next() else {
            try await running.value
            throw GuestAppError()
        }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(port)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        // What ended the server says more than that it is gone.
        try await running.value
        return try result.get()
    }

    func token(for user: String = "alice", roles: [String] = ["reader"], tenant: String? = "acme") throws -> String {
        try self.tokens.token(for: user, roles: roles, tenant: tenant)
    }
}

struct GuestAppError: Error {}

/// Holds back whoever comes, until it is opened.
final class Barrier: Sendable {
    private let arrivals = Counter()
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    /// How many have come.
    var count: Int { self.arrivals.count }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = self.state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            self.arrivals.increment()
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = self.state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func increment() { self.value.add(1, ordering: .relaxed) }
    var count: Int { self.value.load(ordering: .relaxed) }
}

/// Waits until something holds.
func eventually(within limit: Duration = .seconds(10), _ condition: () -> Bool) async -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    while clock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}

extension GuestApp {
    /// Asks the router alone, while nothing runs.
    func respond(to path: String) async throws -> Response {
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path), body: RequestBody(buffer: ByteBuffer()))
        let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test"))
        return try await self.router.buildResponder().respond(to: request, context: Context(source: source))
    }
}
