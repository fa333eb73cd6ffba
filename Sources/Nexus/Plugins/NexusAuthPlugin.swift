public import NexusAuth

/// Token authentication, roles and permissions, tenants, rate limits and an audit trail, assembled in the one right order.
///
/// A part that is left out is not installed, the audit trail excepted: it then writes JSON lines to standard output.
/// Source: specification, "NexusAuthPlugin -- The Unified Auth System"; contract, "The plugin".
public struct NexusAuthPlugin: NexusPlugin {
    /// `nexus_auth`.
    public let name = "nexus_auth"

    /// How tokens are verified.
    public let jwt: JWTConfig?
    /// Roles and what they may do.
    public let rbac: RBACConfig?
    /// The role of an identity whose token names none.
    public let rbacDefaultRole: String?
    /// How much each caller may ask for.
    public let rateLimit: RateLimitConfig?
    /// How requests are kept within their tenant.
    public let tenantIsolation: TenantConfig?
    /// Where records of all requests go.
    public let audit: AuditConfig

    /// Creates the plugin from its parts.
    /// - Parameters:
    ///   - jwt: How tokens are verified.
    ///   - rbac: Roles and what they may do. Needs `jwt`.
    ///   - rbacDefaultRole: The role of an identity whose token names none. Needs `rbac`.
    ///   - rateLimit: How much each caller may ask for.
    ///   - tenantIsolation: How requests are kept within their tenant. Needs `jwt`.
    ///   - audit: Where records of all requests go.
    /// - Throws: ``NexusError`` when a part needs another one, or cannot be compiled: wrong keys, secrets, patterns or roles.
    public init(
        jwt: JWTConfig? = nil,
        rbac: RBACConfig? = nil,
        rbacDefaultRole: String? = nil,
        rateLimit: RateLimitConfig? = nil,
        tenantIsolation: TenantConfig? = nil,
        audit: AuditConfig = AuditConfig()
    ) throws(NexusError) {
        if jwt == nil {
            guard rbac == nil else { throw NexusError("rbac needs jwt: add jwt: JWTConfig(…)") }
            guard tenantIsolation == nil else { throw NexusError("tenant_isolation needs jwt: add jwt: JWTConfig(…)") }
        }
        guard rbacDefaultRole == nil || rbac != nil else { throw NexusError("rbac_default_role needs rbac") }
        do {
            try jwt?.validate()
            _ = try jwt?.readingTenant(from: tenantIsolation?.jwtClaim)
            try rateLimit?.validate()
            try audit.validate()
            if rbac != nil { _ = try AccessPolicy(rbac: rbac, defaultRole: rbacDefaultRole) }
        } catch {
            throw NexusError("\(error)")
        }
        self.jwt = jwt
        self.rbac = rbac
        self.rbacDefaultRole = rbacDefaultRole
        self.rateLimit = rateLimit
        self.tenantIsolation = tenantIsolation
        self.audit = audit
    }

    /// Tokens and an audit trail.
    /// - Throws: ``NexusError`` as the initialiser does.
    public static func basicAuth(jwt: JWTConfig, audit: AuditConfig = AuditConfig()) throws(NexusError) -> NexusAuthPlugin {
        try NexusAuthPlugin(jwt: jwt, audit: audit)
    }

    /// Tokens, roles and an audit trail; tenants where they are configured.
    /// - Throws: ``NexusError`` as the initialiser does.
    public static func saasApp(
        jwt: JWTConfig,
        rbac: RBACConfig,
        rbacDefaultRole: String? = nil,
        tenantIsolation: TenantConfig? = nil,
        audit: AuditConfig = AuditConfig()
    ) throws(NexusError) -> NexusAuthPlugin {
        try NexusAuthPlugin(jwt: jwt, rbac: rbac, rbacDefaultRole: rbacDefaultRole, tenantIsolation: tenantIsolation, audit: audit)
    }

    /// Tokens, roles, limits and an audit trail; tenants where they are configured.
    /// - Throws: ``NexusError`` as the initialiser does.
    public static func enterprise(
        jwt: JWTConfig,
        rbac: RBACConfig,
        rbacDefaultRole: String? = nil,
        rateLimit: RateLimitConfig = RateLimitConfig(),
        tenantIsolation: TenantConfig? = nil,
        audit: AuditConfig = AuditConfig()
    ) throws(NexusError) -> NexusAuthPlugin {
        try NexusAuthPlugin(
            jwt: jwt, rbac: rbac, rbacDefaultRole: rbacDefaultRole, rateLimit: rateLimit, tenantIsolation: tenantIsolation, audit: audit)
    }

    /// The parts that are installed, in the order a request meets them.
    public var enabledComponents: [String] {
        ["audit"] + (self.jwt == nil ? [] : ["jwt"]) + (self.tenantIsolation == nil ? [] : ["tenant_isolation"])
            + (self.rateLimit == nil ? [] : ["rate_limit"]) + (self.rbac == nil ? [] : ["rbac"])
    }

    /// Puts the parts into the app's gate.
    public func install(on app: Nexus) throws {
        app.install(self)
    }
}
