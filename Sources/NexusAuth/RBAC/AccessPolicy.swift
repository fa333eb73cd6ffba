package import NexusCore

/// Roles and requirements, compiled: a role is a bit, a required permission is a bit, and what a role grants is a set of bits.
///
/// Compiled once when the app starts. What a token's roles and permissions amount to is computed when the token is verified; a
/// request then compares bits, however many roles and patterns there are.
package struct AccessPolicy: Sendable {
    private struct CompiledRole: Sendable {
        var grants = Grants()
        var denied = BitSet()

        mutating func formUnion(_ other: CompiledRole) {
            self.grants.roles.formUnion(other.grants.roles)
            self.grants.permissions.formUnion(other.grants.permissions)
            self.denied.formUnion(other.denied)
        }
    }

    private let roleNumbers: [ExactText: Int]
    private let permissions: PermissionIndex
    private let roles: [ExactText: CompiledRole]
    private let defaultRole: String?

    /// Compiles roles against everything that routes require.
    /// - Parameters:
    ///   - rbac: The roles, or nothing when only the token's own roles and permissions count.
    ///   - defaultRole: The role of an identity whose token names none.
    ///   - requirements: Every requirement of every route.
    ///   - optionalRequirements: Requirements that no role needs to satisfy, such as that of a built-in route.
    ///   - namedRoles: Roles that other parts ask for, such as the tenant override's admin role.
    /// - Throws: ``AccessPolicyError`` for a malformed pattern, an unknown or circular parent, a repeated role, an unknown default role,
    ///   a requirement of nothing or of a pattern, or one that no role can satisfy.
    package init(
        rbac: RBACConfig?, defaultRole: String? = nil, requirements: [Requirement] = [], optionalRequirements: [Requirement] = [],
        namedRoles: [String] = []
    ) throws(AccessPolicyError) {
        for requirement in requirements + optionalRequirements { try Self.checkWellFormed(requirement.rule, of: requirement) }
        let leaves = (requirements + optionalRequirements).map(\.rule.leaves)
        var permissions = PermissionIndex()
        for leaf in leaves { leaf.permissions.forEach { permissions.insert($0) } }
        let hierarchy = try RoleHierarchy(rbac?.roles ?? [])
        var roleNumbers: [ExactText: Int] = [:]
        for name in (rbac?.roles.map(\.name) ?? []) + leaves.flatMap(\.roles) + namedRoles where roleNumbers[ExactText(name)] == nil {
            roleNumbers[ExactText(name)] = roleNumbers.count
        }

        var compiled: [ExactText: CompiledRole] = [:]
        for (name, definition) in hierarchy.inOrder {
            var role = CompiledRole()
            for parent in definition.inherits.compactMap({ compiled[ExactText($0)] }) { role.formUnion(parent) }
            if let number = roleNumbers[ExactText(name)] { role.grants.roles.insert(number) }
            role.grants.permissions.formUnion(permissions.covered(by: definition.permissions))
            role.denied.formUnion(permissions.covered(by: definition.deny))
            compiled[ExactText(name)] = role
        }
        if let defaultRole, compiled[ExactText(defaultRole)] == nil {
            throw AccessPolicyError("rbac_default_role \(defaultRole) is not a role\(hierarchy.suggestion(for: defaultRole))")
        }
        self.roleNumbers = roleNumbers
        self.permissions = permissions
        self.roles = compiled
        self.defaultRole = defaultRole
        guard rbac != nil else { return }
        try self.checkSatisfiable(requirements, hierarchy)
    }

    /// What an identity amounts to: the default role where its token names none, and its grants.
    package func principal(for identity: Identity) -> Principal {
        guard identity.roles.isEmpty, let defaultRole = self.defaultRole else {
            return Principal(identity: identity, grants: self.grants(roles: identity.roles, permissions: identity.permissions))
        }
        return Principal(
            identity: identity.with(roles: [defaultRole]),
            grants: self.grants(roles: [defaultRole], permissions: identity.permissions)
        )
    }

    /// What roles and the token's own permissions grant together; what any of the roles denies is taken out last, whatever grants it.
    package func grants(roles: [String], permissions: [String]) -> Grants {
        var sum = CompiledRole()
        for name in roles {
            if let number = self.roleNumbers[ExactText(name)] { sum.grants.roles.insert(number) }
            if let role = self.roles[ExactText(name)] { sum.formUnion(role) }
        }
        sum.grants.permissions.formUnion(self.permissions.covered(by: permissions))
        sum.grants.permissions.subtract(sum.denied)
        return sum.grants
    }

    /// Whether roles are configured at all.
    package var hasRoles: Bool { !self.roles.isEmpty }

    /// The bit of a role, if any requirement or configuration names it.
    package func number(ofRole role: String) -> Int? { self.roleNumbers[ExactText(role)] }

    /// The bit of a permission, if any requirement names it.
    package func number(ofPermission permission: String) -> Int? { self.permissions.number(of: permission) }

    /// The configured roles that meet a requirement, custom checks aside: what the route table shows.
    package func rolesAdmitted(by requirement: Requirement) -> [String] {
        let compiled = CompiledRequirement(requirement, policy: self)
        return self.roles.keys.map { String($0.text) }.sorted().filter { name in
            compiled.evaluate(self.grants(roles: [name], permissions: []), answers: .assuming(true)).isAllowed
        }
    }

    private func checkSatisfiable(_ requirements: [Requirement], _ hierarchy: RoleHierarchy) throws(AccessPolicyError) {
        // Each role's denials count against itself alone: no set of roles grants more than this.
        let most = self.roles.values.reduce(into: Grants()) { most, role in
            var granted = role.grants.permissions
            granted.subtract(role.denied)
            most.roles.formUnion(role.grants.roles)
            most.permissions.formUnion(granted)
        }
        for requirement in requirements {
            for role in requirement.rule.leaves.roles where self.roles[ExactText(role)] == nil {
                throw AccessPolicyError("a route requires role \(role), which is not configured\(hierarchy.suggestion(for: role))")
            }
            guard CompiledRequirement(requirement, policy: self).evaluate(most, answers: .assuming(true)).isAllowed else {
                throw AccessPolicyError("a route requires \(requirement), which no role grants")
            }
        }
    }

    private static func checkWellFormed(_ rule: Requirement.Rule, of requirement: Requirement) throws(AccessPolicyError) {
        switch rule {
        case .anyIdentity, .custom: break
        case .role(let role):
            guard !role.isEmpty else { throw AccessPolicyError("a route requires a role without a name") }
        case .permission(let permission):
            guard case .exact = PermissionPattern(permission) else {
                throw AccessPolicyError(
                    "a route requires \"\(permission.prefix(80))\", which is no single permission such as read:articles")
            }
        case .shadow(let rule): try self.checkWellFormed(rule, of: requirement)
        case .all(let rules), .any(let rules):
            guard !rules.isEmpty else { throw AccessPolicyError("a route requires \(requirement), with nothing in the brackets") }
            for rule in rules { try self.checkWellFormed(rule, of: requirement) }
        }
    }
}
