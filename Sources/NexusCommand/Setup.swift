import Foundation
import Nexus
import NexusAuth
import NexusCore
import NexusReference

/// A configuration, and whether it is the one that `nexus serve` makes for itself.
struct Setup: Sendable {
    var configuration: NexusConfiguration
    let isDevelopment: Bool

    init(_ configuration: NexusConfiguration, isDevelopment: Bool) {
        self.configuration = configuration
        self.isDevelopment = isDevelopment
    }

    /// The folder of the development set-up, below the working directory and ignored by git.
    static let developmentFolder = ".nexus"

    /// Everything on, with a secret made once: development mode.
    /// - Parameter environment: Values that go above the built-in ones.
    static func development(environment: [String: String]) throws -> Setup {
        let folder = DevelopmentFolder(path: self.developmentFolder)
        try folder.prepare()
        var configuration = try NexusConfiguration.load(file: nil, environment: environment)
        configuration.options.isDevelopment = true
        configuration.options.enableMonitoring = true
        configuration.options.title = "Nexus reference API"
        if configuration.options.docsAssets == nil { configuration.options.docsAssets = "\(self.developmentFolder)/swagger-ui" }
        if configuration.jwt == nil { configuration.jwt = JWTConfig(secret: .file(try folder.secret(named: "jwt-secret"))) }
        if configuration.rbac == nil {
            configuration.rbac = [
                "admin": ["*"],
                "editor": ["read:*", "write:articles"],
                "viewer": ["read:*"],
            ]
            configuration.rbacDefaultRole = "viewer"
        }
        if configuration.rateLimit == nil {
            configuration.rateLimit = RateLimitConfig(
                routeLimits: [
                    "/api/chat/*": RouteLimit(requestsPerMinute: 30),
                    "/api/auth/login": RouteLimit(requestsPerMinute: 10, burstSize: 5),
                ]
            )
        }
        if configuration.tenantIsolation == nil { configuration.tenantIsolation = TenantConfig(adminRole: "admin") }
        if configuration.audit == nil {
            configuration.audit = AuditConfig(path: "\(self.developmentFolder)/audit.jsonl", excludePaths: ["/healthz", "/readyz"])
        }
        return Setup(configuration, isDevelopment: true)
    }

    /// Keys that are read at the start alone and differ in another configuration.
    func startOnlyKeys(changedIn other: Setup) -> [String] {
        let prefixes = [
            "api_", "management_port", "tls.", "database", "docs_assets", "log_", "auth.audit.", "auth.rate_limit.redis_",
            "auth.jwt.jwks_ca_file",
            "shutdown_",
            "version", "enable_monitoring",
        ]
        let mine = Dictionary(self.configuration.summary().map { ($0.key, $0.value) }) { first, _ in first }
        return other.configuration.summary().filter { line in
            prefixes.contains { line.key.hasPrefix($0) } && mine[line.key] != line.value
        }.map(\.key)
    }

    /// The plugin that the configuration stands for, or nothing where it has no `auth`.
    func plugin() throws -> NexusAuthPlugin? {
        try self.configuration.plugin()
    }

    /// The app with the reference API on it.
    func app(_ reference: ReferenceAPI) throws -> Nexus {
        let app = Nexus(options: self.configuration.options)
        if let plugin = try self.plugin() { try app.addPlugin(plugin) }
        app.addHealthCheck(reference.health)
        reference.declare(on: app)
        return app
    }

    /// The reference API on the configured database.
    func reference() throws -> ReferenceAPI {
        let database = try ReferenceDatabase(path: self.configuration.database)
        return ReferenceAPI(articles: ArticleStore(database: database), accounts: try self.accounts(in: database))
    }

    /// Who may log in, where the configuration has a secret to sign with.
    func accounts(in database: ReferenceDatabase) throws -> Accounts? {
        guard let minter = try? self.minter() else { return nil }
        return Accounts(
            users: .reference(database), refreshTokens: RefreshTokenStore(database: database), minter: minter)
    }

    /// Makes tokens that the configuration accepts.
    func minter() throws -> TokenMinter {
        guard let jwt = self.configuration.jwt else { throw CommandError("the configuration has no auth.jwt: no token would be accepted") }
        return try TokenMinter(jwt, tenantClaim: self.configuration.tenantIsolation?.jwtClaim)
    }
}
