/// A limit of a route's own, in a bucket of its own (specification, "Rate Limiting", `route_limits`).
///
/// A route's limit says all that it grants: nothing is taken over from the general limit, its burst neither.
public struct RouteLimit: Sendable, Hashable {
    /// Requests a minute in the long run; 1 to 10 million.
    public var requestsPerMinute: Int
    /// Requests that may come at once on top; 0 to 10 million.
    public var burstSize: Int
    /// Decide and record, but let pass.
    public var shadow: Bool
    /// What happens when the shared store cannot decide; the general policy when nil.
    public var failOpen: FailurePolicy?

    /// Creates a limit.
    /// - Parameters:
    ///   - requestsPerMinute: Requests a minute in the long run; 1 to 10 million.
    ///   - burstSize: Requests that may come at once on top; 0 to 10 million.
    ///   - shadow: Decide and record, but let pass.
    ///   - failOpen: What happens when the shared store cannot decide; the general policy when nil.
    public init(requestsPerMinute: Int, burstSize: Int = 0, shadow: Bool = false, failOpen: FailurePolicy? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.burstSize = burstSize
        self.shadow = shadow
        self.failOpen = failOpen
    }
}
