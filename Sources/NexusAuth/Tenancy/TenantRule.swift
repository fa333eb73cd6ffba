package import NexusCore

/// Decides which tenant a request acts for: the pure part of tenant isolation.
package struct TenantRule: Sendable {
    /// The header of a request that names a tenant.
    package enum HeaderValue: Sendable, Hashable {
        case absent
        case one(String)
        case repeated
    }

    /// What the rule says.
    package enum Outcome: Sendable, Hashable {
        /// The request acts for this tenant; `isOverride` when the admin role chose another one than its own.
        case tenant(TenantID, isOverride: Bool)
        /// The request acts for no tenant, and may.
        case none
        /// Refused; the reason is for the audit trail.
        case refused(Rejection, reason: String)
    }

    private let allowAdminOverride: Bool
    private let adminRole: Int?
    private let required: Bool

    /// Creates a rule.
    /// - Parameters:
    ///   - adminRole: The bit of the admin role.
    package init(config: TenantConfig, adminRole: Int?) {
        self.allowAdminOverride = config.allowAdminOverride
        self.adminRole = adminRole
        self.required = config.required
    }

    /// Decides.
    /// - Parameters:
    ///   - claim: The tenant that the verified token names, if any.
    ///   - header: What the tenant header says.
    ///   - roles: The roles the identity has.
    ///   - isExcluded: Whether the route needs no tenant.
    package func decide(claim: String?, header: HeaderValue, roles: BitSet, isExcluded: Bool) -> Outcome {
        var own: TenantID?
        if let claim {
            own = TenantID(verified: claim)
            guard own != nil else { return .refused(.tenantForbidden, reason: "the token's tenant is malformed") }
        }
        switch header {
        case .repeated:
            return .refused(.tenantForbidden, reason: "the tenant header is repeated")
        case .one(let value) where own?.rawValue.hasSameBytes(as: value) != true:
            guard self.allowAdminOverride, self.adminRole.map(roles.contains) == true else {
                return .refused(.tenantForbidden, reason: "the tenant header differs from the token's tenant")
            }
            guard let other = TenantID(verified: value) else { return .refused(.tenantForbidden, reason: "the tenant header is malformed") }
            return .tenant(other, isOverride: true)
        case .absent, .one:
            if let own { return .tenant(own, isOverride: false) }
            return isExcluded || !self.required ? .none : .refused(.tenantRequired, reason: "the token names no tenant")
        }
    }
}
