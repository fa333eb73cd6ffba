/// What a role may do, and which roles it contains.
public struct Role: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// Permission patterns: `*`, `verb:*`, `*:resource`, or exact.
    public var permissions: [String]
    /// Roles it contains: their permissions, and their names for `requireRole`.
    public var inherits: [String]
    /// Permission patterns it takes away, whatever grants them.
    public var deny: [String]
    /// For people who read `nexus check`.
    public var description: String?

    /// Creates a role.
    /// - Parameters:
    ///   - permissions: Permission patterns: `*`, `verb:*`, `*:resource`, or exact.
    ///   - inherits: Roles it contains.
    ///   - deny: Permission patterns it takes away, whatever grants them.
    ///   - description: For people who read `nexus check`.
    public init(permissions: [String] = [], inherits: [String] = [], deny: [String] = [], description: String? = nil) {
        self.permissions = permissions
        self.inherits = inherits
        self.deny = deny
        self.description = description
    }

    /// Creates a role from its permission patterns.
    public init(arrayLiteral elements: String...) {
        self.init(permissions: elements)
    }
}
