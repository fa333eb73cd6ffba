import NexusCore

/// The configured roles, checked, in an order in which parents come before the roles that contain them.
struct RoleHierarchy: Sendable {
    /// The roles, parents first.
    private(set) var inOrder: [(name: String, role: Role)] = []
    private var definitions: [ExactText: Role] = [:]
    private var marks: [ExactText: Mark] = [:]

    private enum Mark: Sendable {
        /// Its parents are being looked at.
        case open
        /// It and all its parents are in order.
        case done
    }

    /// Checks and orders roles.
    /// - Throws: ``AccessPolicyError`` for a nameless or repeated role, a malformed pattern, an unknown parent and a circle.
    init(_ roles: [(name: String, role: Role)]) throws(AccessPolicyError) {
        for (name, role) in roles {
            guard !name.isEmpty else { throw AccessPolicyError("a role needs a name") }
            guard self.definitions.updateValue(role, forKey: ExactText(name)) == nil else {
                throw AccessPolicyError("role \(name) is defined twice")
            }
            for pattern in role.permissions + role.deny where PermissionPattern(pattern) == nil {
                throw AccessPolicyError(
                    "role \(name): \(pattern) is not a permission pattern; write *, verb:*, *:resource or an exact permission")
            }
        }
        for (name, _) in roles { try self.visit(name) }
    }

    /// The end of an error about a name that does not exist.
    func suggestion(for name: String) -> String {
        name.nearest(among: self.definitions.keys.map { String($0.text) }).map { "; did you mean \($0)?" } ?? ""
    }

    /// Puts a role behind its parents. Walks without recursion: a chain may be as long as the configuration.
    private mutating func visit(_ name: String) throws(AccessPolicyError) {
        var path: [(name: String, role: Role, parents: ArraySlice<String>)] = []
        try self.open(name, from: nil, onto: &path)
        while let current = path.last {
            guard let parent = path[path.count - 1].parents.popFirst() else {
                self.marks[ExactText(current.name)] = .done
                self.inOrder.append((current.name, current.role))
                path.removeLast()
                continue
            }
            if self.marks[ExactText(parent)] == .open {
                let circle = path.map(\.name).drop { ExactText($0) != ExactText(parent) } + [parent]
                throw AccessPolicyError("roles inherit in a circle: \(circle.joined(separator: " -> "))")
            }
            try self.open(parent, from: current.name, onto: &path)
        }
    }

    private mutating func open(
        _ name: String, from child: String?, onto path: inout [(name: String, role: Role, parents: ArraySlice<String>)]
    ) throws(AccessPolicyError) {
        let key = ExactText(name)
        guard self.marks[key] == nil else { return }
        guard let role = self.definitions[key] else {
            throw AccessPolicyError("role \(child ?? name) inherits from \(name), which is not a role\(self.suggestion(for: name))")
        }
        self.marks[key] = .open
        path.append((name, role, role.inherits[...]))
    }
}
