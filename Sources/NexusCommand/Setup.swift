import Foundation
import Nexus
import NexusAuth
import NexusCore
import NexusReference

/// A configuration, and whether it is the one that `nexus serve` makes for itself.
struct Setup: Sendable {
    var configuration: NexusConfiguration
    /// Whether tokens are signed with the key that development mode made for itself.
    let hasDevelopmentKey: Bool
    private let secrets: [String: [UInt8]?]

    /// Creates the set-up of a configuration as it is.
    init(_ configuration: NexusConfiguration) {
        self.init(configuration, hasDevelopmentKey: false)
    }

    /// Creates the set-up of development mode: where nobody brings a key, the folder's own.
    init(development configuration: NexusConfiguration, in folder: DevelopmentFolder) throws {
        try folder.prepare()
        var configuration = configuration
        var jwt = configuration.jwt ?? JWTConfig()
        let needsKey = !jwt.hasOwnKeys && jwt.issuers.isEmpty
        if needsKey { jwt.secret = .file(try folder.secret(named: "jwt-secret")) }
        configuration.jwt = jwt
        try configuration.validate()
        self.init(configuration, hasDevelopmentKey: needsKey)
    }

    private init(_ configuration: NexusConfiguration, hasDevelopmentKey: Bool) {
        self.configuration = configuration
        self.hasDevelopmentKey = hasDevelopmentKey
        self.secrets = Self.resolvedSecrets(configuration)
    }

    /// Whether it is only tried out: demo accounts and printed tokens open nothing but what this machine's user made for it.
    var isTrial: Bool { self.hasDevelopmentKey && NexusOptions.isLocal(self.configuration.options.apiHost) }

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
    /// - Throws: ``CommandError`` where no tokens are configured: most of its routes ask for one.
    func app(_ reference: ReferenceAPI) throws -> Nexus {
        guard self.configuration.jwt != nil else {
            throw CommandError(
                "nothing says how tokens are verified: set auth.jwt in a file, or NEXUS_AUTH_JWT_SECRET; without a file, "
                    + "NEXUS_ENV=development fills it in")
        }
        let app = Nexus(options: self.configuration.options)
        if let plugin = try self.plugin() { try app.addPlugin(plugin) }
        app.addHealthCheck(reference.health)
        reference.declare(on: app)
        return app
    }

    /// The reference API on the configured database.
    /// - Parameter minter: Makes the tokens of a login; nobody may log in without.
    func reference(minter: CurrentMinter?) throws -> ReferenceAPI {
        let database = try ReferenceDatabase(path: self.configuration.database)
        let accounts = minter.map {
            Accounts(users: .reference(database), refreshTokens: RefreshTokenStore(database: database), minter: $0)
        }
        return ReferenceAPI(articles: ArticleStore(database: database), accounts: accounts)
    }

    /// Makes tokens that the configuration accepts.
    func minter() throws -> TokenMinter {
        guard let jwt = self.configuration.jwt else { throw CommandError("the configuration has no auth.jwt: no token would be accepted") }
        return try TokenMinter(jwt, tenantClaim: self.configuration.tenantIsolation?.jwtClaim)
    }
}
