import Foundation
import Nexus
import NexusAuth
import NexusCore
import NexusReference

/// A configuration, and whether it is the one that `nexus serve` makes for itself.
struct Setup: Sendable {
    var configuration: NexusConfiguration
    let isDevelopment: Bool
    private let secrets: [String: [UInt8]?]

    init(_ configuration: NexusConfiguration, isDevelopment: Bool) {
        self.configuration = configuration
        self.isDevelopment = isDevelopment
        self.secrets = Self.resolvedSecrets(configuration)
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
        var jwt = configuration.jwt ?? JWTConfig()
        if !jwt.hasOwnKeys, jwt.issuers.isEmpty { jwt.secret = .file(try folder.secret(named: "jwt-secret")) }
        configuration.jwt = jwt
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
        var audit = configuration.audit ?? AuditConfig(excludePaths: ["/healthz", "/readyz"])
        if audit.path == nil {
            let isTable = if case .database = audit.backend.kind { true } else { false }
            audit.path = "\(self.developmentFolder)/audit.\(isTable ? "sqlite" : "jsonl")"
        }
        configuration.audit = audit
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
        let (mine, theirs) = (self.shownValues, other.shownValues)
        let shown = Set(mine.keys).union(theirs.keys).filter { key in
            prefixes.contains { key.hasPrefix($0) } && mine[key] != theirs[key]
        }
        let secrets = self.secrets.keys.filter { self.secrets[$0] != other.secrets[$0] }
        return shown.union(secrets).sorted()
    }

    private var shownValues: [String: String] {
        Dictionary(self.configuration.summary().map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// What the secrets that are read at the start alone say now: a file may change below its name.
    private static func resolvedSecrets(_ configuration: NexusConfiguration) -> [String: [UInt8]?] {
        [
            "auth.rate_limit.redis_url": configuration.rateLimit?.redisURL.flatMap { try? $0.resolve() },
            "auth.audit.signing_key": configuration.audit?.signingKey.flatMap { try? $0.resolve() },
        ]
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
