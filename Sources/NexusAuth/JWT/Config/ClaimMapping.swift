/// Which claims of a token say who its bearer is.
///
/// Each is a path: the name of a claim (`https://app.example/roles`, `cognito:groups`), or names joined by dots that lead into nested
/// objects (`realm_access.roles`). A claim whose whole name is the path wins over the nested one.
public struct ClaimMapping: Sendable, Hashable {
    /// The user: a non-empty string of at most 255 bytes. Default `sub`.
    public var userID: String
    /// The roles: an array of strings, or one string. Default `roles`.
    public var roles: String
    /// The permissions: an array of strings, or one string with spaces between them. Default `permissions`; OAuth scopes count
    /// only where they are named here (`scope`, `scp`).
    public var permissions: String
    /// The tenant: a string. When nil, the claim that ``TenantConfig/jwtClaim`` names, `tenant_id` by default.
    public var tenant: String?
    /// The e-mail address: a string. Default `email`.
    public var email: String

    /// Creates a mapping.
    /// - Parameters:
    ///   - userID: The path of the user.
    ///   - roles: The path of the roles.
    ///   - permissions: The path of the permissions.
    ///   - tenant: The path of the tenant; as ``TenantConfig`` says when nil.
    ///   - email: The path of the e-mail address.
    public init(
        userID: String = "sub",
        roles: String = "roles",
        permissions: String = "permissions",
        tenant: String? = nil,
        email: String = "email"
    ) {
        self.userID = userID
        self.roles = roles
        self.permissions = permissions
        self.tenant = tenant
        self.email = email
    }

    /// The tenant's claim where nobody names one.
    package static let standardTenant = "tenant_id"

    /// The path of the tenant, named or not.
    package var tenantPath: String { self.tenant ?? Self.standardTenant }
}
