package import NexusCore

/// A requirement with its names resolved to bits.
package final class CompiledRequirement: Sendable {
    /// A check of the app's own.
    package struct CustomCheck: Sendable {
        package let name: String
        package let check: Requirement.Check
        /// Whether its answer is only recorded, an error it throws included.
        package let isInShadow: Bool
    }

    indirect enum Node: Sendable {
        case anyIdentity
        case role(Int?, String)
        case permission(Int?, String)
        case all([Node])
        case any([Node], String)
        case custom(Int, String)
        case shadow(Node)
    }

    let root: Node
    /// The custom checks by their index.
    package let checks: [CustomCheck]
    /// The requirement as the audit trail names it.
    package let description: String

    package init(_ requirement: Requirement, policy: AccessPolicy) {
        var checks: [CustomCheck] = []

        func compile(_ rule: Requirement.Rule, inShadow: Bool) -> Node {
            switch rule {
            case .anyIdentity: return .anyIdentity
            case .role(let role): return .role(policy.number(ofRole: role), rule.description)
            case .permission(let permission): return .permission(policy.number(ofPermission: permission), rule.description)
            case .all(let rules): return .all(rules.map { compile($0, inShadow: inShadow) })
            case .any(let rules): return .any(rules.map { compile($0, inShadow: inShadow) }, rule.description)
            case .shadow(let rule): return .shadow(compile(rule, inShadow: true))
            case .custom(let name, let check):
                checks.append(CustomCheck(name: name, check: check, isInShadow: inShadow))
                return .custom(checks.count - 1, rule.description)
            }
        }

        self.root = compile(requirement.rule, inShadow: false)
        self.checks = checks
        self.description = requirement.description
    }
}
