/// Everything that start-up decided about one route, as flat values.
package final class RoutePolicy: Sendable {
    /// Who may pass.
    package enum Access: Sendable {
        case open
        case restricted(CompiledRequirement)
    }

    /// The route's index, or nothing for requests that match no route.
    package let route: Int?
    /// The template the audit trail and the metrics name, or nothing for requests that match no route.
    package let template: String?
    /// Who may pass.
    package let access: Access
    /// Whether the route needs no tenant.
    package let isTenantExcluded: Bool
    /// Whether its limit counts addresses alone: a route that takes passwords must not give each identity guesses of its own.
    package let isLimitedByAddress: Bool
    /// The index of the limit rule, or nothing when the route is not limited.
    package let limitRule: Int?

    package init(route: Int?, template: String?, access: Access, isTenantExcluded: Bool, limitRule: Int?, isLimitedByAddress: Bool = false)
    {
        self.route = route
        self.template = template
        self.access = access
        self.isTenantExcluded = isTenantExcluded
        self.limitRule = limitRule
        self.isLimitedByAddress = isLimitedByAddress
    }
}
