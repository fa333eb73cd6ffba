public import NexusAuth

/// What a `nexus.yaml` means, with the environment above it.
///
/// Every key is in ``ConfigurationReference``. Source: contract, "nexus.yaml".
public struct NexusConfiguration: Sendable {
    /// What the app is made of besides its routes and plugins.
    public var options: NexusOptions
    /// How tokens are verified; not at all without.
    public var jwt: JWTConfig?
    /// Roles and what they may do.
    public var rbac: RBACConfig?
    /// The role of an identity whose token names none.
    public var rbacDefaultRole: String?
    /// How much each caller may ask for.
    public var rateLimit: RateLimitConfig?
    /// How requests are kept within their tenant.
    public var tenantIsolation: TenantConfig?
    /// Where records of all requests go.
    public var audit: AuditConfig?
    /// The SQLite file of the reference API.
    public var database = ".nexus/nexus.sqlite"
    /// Whether there is an `auth` section, or a part of one.
    public internal(set) var hasAuth = false
    /// The file it was read from.
    public internal(set) var file: String?
    /// Things that are probably mistakes, one line each, such as an environment variable that no key reads.
    public internal(set) var warnings: [String] = []
    /// The environment that `NEXUS_ENV` names.
    package internal(set) var stage = DeploymentStage.unspecified
    /// Where each value that is not the default came from, by key.
    var origins: [String: ValueOrigin] = [:]

    /// Creates a configuration without an `auth` section.
    /// - Parameter options: What the app is made of besides its routes and plugins.
    public init(options: NexusOptions = NexusOptions()) {
        self.options = options
    }
}
