import ArgumentParser
import Hummingbird
import Logging
import NexusHummingbird

/// BareHummingbird's route with the enterprise stack of BenchServer in front of it, as middleware.
@main
struct MiddlewareHummingbird: AsyncParsableCommand {
    struct Profile: ResponseEncodable {
        let userID: String
        let roles: [String]

        enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case roles
        }
    }

    @Option(help: "The port to listen on.")
    var port = 18_204

    @Option(help: "The shared secret of HS256.")
    var secret = "0123456789abcdef0123456789abcdef"

    @Option(help: "The audit trail's file; nothing is recorded without one.")
    var audit: String?

    @Flag(help: "The middleware is left out: what the context costs alone.")
    var bare = false

    func run() async throws {
        let gate = NexusMiddleware<BasicNexusRequestContext>(try self.nexus())
        let router = Router(context: BasicNexusRequestContext.self)
        if !self.bare { router.add(middleware: gate) }
        router.get("/profile") { _, _ in Profile(userID: "user-1", roles: ["user"]) }
        router.get("/bytes") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(staticString: #"{"roles":["user"],"user_id":"user-1"}"#)))
        }
        router.get("/limited") { _, _ in Profile(userID: "user-1", roles: ["user"]) }
        var logger = Logger(label: "middleware")
        logger.logLevel = .error
        let app = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: self.port), backlog: 1_024),
            services: self.bare ? [] : [gate],
            logger: logger
        )
        try await app.runService()
    }

    private func nexus() throws -> Nexus {
        var options = NexusOptions()
        options.enableDocs = false
        options.enableMonitoring = true
        options.logLevel = .warning
        options.cors = CORSConfig(origins: ["https://app.example.com"])
        let nexus = Nexus(options: options)
        var jwt = JWTConfig()
        jwt.secret = .value(self.secret)
        var audit = AuditConfig()
        audit.path = self.audit
        if self.audit == nil { audit.excludePaths = ["/*"] }
        try nexus.addPlugin(
            NexusAuthPlugin.enterprise(
                jwt: jwt,
                rbac: RBACConfig([(name: "admin", role: ["*"]), (name: "user", role: ["read:*"])]),
                rateLimit: RateLimitConfig(
                    requestsPerMinute: 6_000_000,
                    burstSize: 100_000,
                    routeLimits: ["/limited": RouteLimit(requestsPerMinute: 1, burstSize: 0)],
                    failedTokensPerMinute: 10_000_000
                ),
                tenantIsolation: TenantConfig(),
                audit: audit
            )
        )
        for path in ["/profile", "/bytes", "/limited"] { nexus.declare(.get, path, .requirePermission("read:profile")) }
        return nexus
    }
}
