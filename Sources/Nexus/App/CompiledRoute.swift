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
}
