internal import NexusCore

extension Requirement.Rule {
    /// Whether the rule can turn a verified identity away.
    var mayRefuse: Bool {
        switch self {
        case .anyIdentity, .shadow: false
        case .role, .permission, .custom: true
        case .all(let rules): rules.contains(where: \.mayRefuse)
        case .any(let rules): rules.allSatisfy(\.mayRefuse)
        }
    }
}

extension RouteAccess {
    /// The requirement, where there is one.
    var requirement: Requirement? {
        if case .restricted(let requirement) = self { requirement } else { nil }
    }
}
