/// Roles and what they may do.
///
/// ```swift
/// let rbac: RBACConfig = [
///     "admin": ["*"],
///     "editor": ["read:*", "write:articles"],
///     "chief": Role(permissions: ["delete:articles"], inherits: ["editor"]),
/// ]
/// ```
///
/// ## Configuration keys
/// Each key of `auth.rbac` is a role; its value is a list of permission patterns, or an object with
/// - `permissions` (list of patterns, default: none)
/// - `inherits` (list of roles, default: none): their permissions count, and so do their names for `requireRole`
/// - `deny` (list of patterns, default: none): taken out, whatever grants them
/// - `description` (string, optional)
///
/// Source: specification, "Authorization (RBAC)".
public struct RBACConfig: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// The roles in the order they were written.
    public private(set) var roles: [(name: String, role: Role)]

    /// Creates a configuration.
    /// - Parameter roles: Names and roles. A repeated name is refused when the app starts.
    public init(_ roles: [(name: String, role: Role)]) {
        self.roles = roles
    }

    /// Creates a configuration from a literal.
    public init(dictionaryLiteral elements: (String, Role)...) {
        self.init(elements.map { (name: $0.0, role: $0.1) })
    }

    /// Whether two configurations have the same roles in the same order.
    public static func == (lhs: RBACConfig, rhs: RBACConfig) -> Bool {
        lhs.roles.elementsEqual(rhs.roles) { $0.name == $1.name && $0.role == $1.role }
    }

    /// Hashes the roles.
    public func hash(into hasher: inout Hasher) {
        for (name, role) in self.roles {
            hasher.combine(name)
            hasher.combine(role)
        }
    }
}
