import NexusAuth
import NexusCore

/// A route with everything that start-up resolved.
final class CompiledRoute: Sendable {
    let route: Route
    let policy: RoutePolicy
    let parameterNames: [String]
    let maximumBodySize: Int
    /// Whether the audit trail leaves its requests out.
    let isAuditExcluded: Bool

    init(route: Route, policy: RoutePolicy, maximumBodySize: Int, isAuditExcluded: Bool) {
        self.route = route
        self.policy = policy
        self.parameterNames = route.template.parameterNames
        self.maximumBodySize = maximumBodySize
        self.isAuditExcluded = isAuditExcluded
    }

    /// The template's parameters by their names; of two with one name, the first.
    func named(_ values: [Substring]) -> [String: String] {
        Dictionary(zip(self.parameterNames, values.map(String.init)), uniquingKeysWith: { first, _ in first })
    }
}
