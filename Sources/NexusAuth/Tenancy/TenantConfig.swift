public import NexusCore

/// How requests are kept within their tenant.
///
/// ## Configuration keys
/// Under `auth.tenant_isolation`:
/// - `tenant_id_header` (string, default: `X-Tenant-ID`)
/// - `jwt_claim` (string, default: `tenant_id`): the claim that names the tenant
/// - `allow_admin_override` (bool, default: true): the admin role may act for another tenant by the header
/// - `admin_role` (string, default: `super_admin`)
/// - `exclude_paths` (list of path patterns, default: none)
/// - `required` (bool, default: true): an identity without a tenant is refused
///
/// Source: specification, "Tenant Isolation".
public struct TenantConfig: Sendable {
    /// Answers which tenant an identity acts for, instead of the claim.
    public typealias Resolver = @Sendable (Identity) async throws -> String?

    /// The header that may repeat the claim's tenant, or name another one when the admin role sends it.
    public var tenantIDHeader: String
    /// The claim that names the tenant.
    public var jwtClaim: String
    /// Whether the admin role may act for another tenant.
    public var allowAdminOverride: Bool
    /// The one role that may act for another tenant.
    public var adminRole: String
    /// Path patterns of routes that need no tenant.
    public var excludePaths: [String]
    /// Whether an identity without a tenant is refused.
    public var required: Bool
    /// Which tenants exist and are active; without one, every well-formed tenant of a verified token is.
    public var directory: (any TenantDirectory)?
    /// Answers which tenant an identity acts for, instead of the claim.
    public var resolver: Resolver?

    /// Creates a configuration.
    /// - Parameters:
    ///   - tenantIDHeader: The header that may repeat the claim's tenant.
    ///   - jwtClaim: The claim that names the tenant.
    ///   - allowAdminOverride: Whether the admin role may act for another tenant.
    ///   - adminRole: The one role that may.
    ///   - excludePaths: Path patterns of routes that need no tenant.
    ///   - required: Whether an identity without a tenant is refused.
    ///   - directory: Which tenants exist and are active.
    ///   - resolver: Answers which tenant an identity acts for, instead of the claim.
    public init(
        tenantIDHeader: String = "X-Tenant-ID",
        jwtClaim: String = "tenant_id",
        allowAdminOverride: Bool = true,
        adminRole: String = "super_admin",
        excludePaths: [String] = [],
        required: Bool = true,
        directory: (any TenantDirectory)? = nil,
        resolver: Resolver? = nil
    ) {
        self.tenantIDHeader = tenantIDHeader
        self.jwtClaim = jwtClaim
        self.allowAdminOverride = allowAdminOverride
        self.adminRole = adminRole
        self.excludePaths = excludePaths
        self.required = required
        self.directory = directory
        self.resolver = resolver
    }
}
