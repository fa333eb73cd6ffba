/// What an identity must have to reach a route.
///
/// ```swift
/// app.delete("/articles/{id}", .requirePermission("delete:articles")) { … }
/// app.get("/reports", .any(.requireRole("auditor"), .requirePermission("read:reports"))) { … }
/// ```
///
/// The tree is compiled when the app starts; a request compares bits.
public struct Requirement: Sendable {
    /// Decides about one object, with the identity, the tenant and the path parameters at hand.
    public typealias Check = @Sendable (AccessContext) async throws -> Bool

    package indirect enum Rule: Sendable {
        case anyIdentity
        case role(String)
        case permission(String)
        case all([Rule])
        case any([Rule])
        case custom(name: String, check: Check)
        case shadow(Rule)
    }

    package let rule: Rule

    package init(_ rule: Rule) {
        self.rule = rule
    }

    /// Any verified identity.
    public static let anyIdentity = Requirement(.anyIdentity)

    /// An identity that has a role, its own or an inherited one.
    /// - Parameter role: The role's name, as configured.
    public static func requireRole(_ role: String) -> Requirement {
        Requirement(.role(role))
    }

    /// An identity that has a permission, of its roles or of its token.
    /// - Parameter permission: A concrete permission such as `delete:articles`; patterns belong in the roles.
    public static func requirePermission(_ permission: String) -> Requirement {
        Requirement(.permission(permission))
    }

    /// All of the requirements.
    public static func all(_ requirements: Requirement...) -> Requirement {
        Requirement(.all(requirements.map(\.rule)))
    }

    /// At least one of the requirements.
    public static func any(_ requirements: Requirement...) -> Requirement {
        Requirement(.any(requirements.map(\.rule)))
    }

    /// A check of your own, for decisions about one object. It runs last, and only when everything else admits.
    /// - Parameters:
    ///   - name: What the audit trail calls the rule.
    ///   - check: Returns whether the identity may pass. An error it throws refuses the request as 500.
    public static func custom(_ name: String, check: @escaping Check) -> Requirement {
        Requirement(.custom(name: name, check: check))
    }
}

extension Requirement {
    /// The requirement in shadow: it decides and the audit trail records it, but a refusal lets the request pass.
    ///
    /// An identity is still needed. For trying a stricter rule on live traffic before it counts.
    public var inShadow: Requirement { Requirement(.shadow(self.rule)) }
}

extension Requirement: CustomStringConvertible {
    /// The requirement as `nexus check` and the docs page print it.
    public var description: String { self.rule.description }
}

extension Requirement.Rule: CustomStringConvertible {
    package var description: String {
        switch self {
        case .anyIdentity: "any identity"
        case .role(let role): "role \(role)"
        case .permission(let permission): permission
        case .all(let rules): "all(\(rules.map(\.description).joined(separator: ", ")))"
        case .any(let rules): "any(\(rules.map(\.description).joined(separator: ", ")))"
        case .custom(let name, _): "custom \(name)"
        case .shadow(let rule): "shadow(\(rule))"
        }
    }
}

extension Requirement.Rule {
    /// The roles and permissions that occur anywhere in the rule.
    package var leaves: (roles: [String], permissions: [String]) {
        switch self {
        case .anyIdentity, .custom: return ([], [])
        case .role(let role): return ([role], [])
        case .permission(let permission): return ([], [permission])
        case .shadow(let rule): return rule.leaves
        case .all(let rules), .any(let rules):
            let leaves = rules.map(\.leaves)
            return (leaves.flatMap(\.roles), leaves.flatMap(\.permissions))
        }
    }
}
