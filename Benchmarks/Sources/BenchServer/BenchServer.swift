import ArgumentParser
import Dispatch
import Logging
import NIOCore
import Nexus
import NexusAuth
import NexusCore
import Synchronization

/// The enterprise stack on a few routes, with switches for what is compared.
@main
struct BenchServer: ParsableCommand {
    @Option(help: "The port to listen on.")
    var port = 18_201

    @Option(help: "HS256, RS256 or ES256.")
    var algorithm = "HS256"

    @Option(help: "The shared secret of HS256.")
    var secret = "0123456789abcdef0123456789abcdef"

    @Option(help: "The file with the public key of RS256 or ES256, in PEM.")
    var publicKey: String?

    @Option(help: "Tokens that are remembered.")
    var cachedTokens: Int?

    @Option(help: "The audit trail's file; nothing is recorded without one.")
    var audit: String?

    @Flag(help: "Answers wait until their record is on disk.")
    var durable = false

    @Flag(help: "Every part of the stack is left out but the channel and the router.")
    var bare = false

    @Option(help: "Requests a minute of the route /limited.")
    var limit = 1

    @Option(help: "Event loops; one for each core without.")
    var loops: Int?

    @Option(help: "Where handlers run: event_loop or concurrent_pool.")
    var executor = "event_loop"

    @Option(help: "Further routes, roles and permissions, to see that a request does not pay for them.")
    var growth = 0

    /// The first thread waits instead of ending: callgrind cannot follow a process whose first thread has ended.
    func run() throws {
        if let loops { NIOSingletons.groupLoopCountSuggestion = loops }
        let app = Nexus(options: self.options)
        if !self.bare { try app.addPlugin(try self.plugin()) }
        self.declareRoutes(on: app)
        let end = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
        Task {
            do { try await app.start() } catch { failure.withLock { $0 = error } }
            end.signal()
        }
        end.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private var options: NexusOptions {
        var options = NexusOptions()
        options.apiPort = self.port
        options.enableDocs = false
        options.logLevel = .warning
        options.limits.maxConnections = 100_000
        options.limits.maxConnectionsPerAddress = 100_000
        if self.executor == "concurrent_pool" { options.handlerExecutor = .concurrentPool }
        options.rateLimit = self.bare ? 10_000_000 : nil
        guard !self.bare else {
            options.securityHeaders = nil
            return options
        }
        options.cors = CORSConfig(origins: ["https://app.example.com"])
        options.enableMonitoring = true
        return options
    }

    private func plugin() throws -> NexusAuthPlugin {
        var jwt = JWTConfig()
        switch self.algorithm {
        case "HS256": jwt.secret = .value(self.secret)
        case "RS256": jwt.algorithm = .rs256
        case "ES256": jwt.algorithm = .es256
        default: throw ValidationError("no algorithm \(self.algorithm) here")
        }
        if let publicKey { jwt.publicKey = .file(publicKey) }
        if let cachedTokens { jwt.limits.cachedTokens = cachedTokens }
        var audit = AuditConfig()
        audit.path = self.audit
        if self.audit == nil { audit.excludePaths = ["/*"] }
        if self.durable { audit.durability = .durable }
        return try NexusAuthPlugin.enterprise(
            jwt: jwt,
            rbac: self.rbac,
            rateLimit: RateLimitConfig(
                requestsPerMinute: 6_000_000,
                burstSize: 100_000,
                routeLimits: ["/limited": RouteLimit(requestsPerMinute: self.limit, burstSize: 0)],
                failedTokensPerMinute: 10_000_000
            ),
            tenantIsolation: TenantConfig(),
            audit: audit
        )
    }

    private var rbac: RBACConfig {
        let further = (0..<self.growth).map { (name: "role\($0)", role: Role(permissions: ["read:resource\($0)"])) }
        return RBACConfig([(name: "admin", role: ["*"]), (name: "user", role: ["read:*"])] + further)
    }

    private func declareRoutes(on app: Nexus) {
        guard !self.bare else {
            app.get("/profile", .public) { _ async in Profile.example }
            app.get("/immediate", .public) { _ in Profile.example }
            app.get("/bytes", .public) { _ in Response(contentType: "application/json", body: .bytes(Profile.bytes)) }
            return
        }
        app.get("/profile", .requirePermission("read:profile")) { request async in Profile(request.identity) }
        app.get("/immediate", .requirePermission("read:profile")) { request in Profile(request.identity) }
        app.get("/bytes", .requirePermission("read:profile")) { _ in
            Response(contentType: "application/json", body: .bytes(Profile.bytes))
        }
        app.get("/limited", .requirePermission("read:profile")) { request in Profile(request.identity) }
        app.get("/admin", .requireRole("admin")) { request in Profile(request.identity) }
        for number in 0..<self.growth {
            app.get("/resource\(number)/{id}", .requirePermission("read:resource\(number)")) { request in Profile(request.identity) }
        }
    }
}
