/// One limit: how much, how fast, and under which name.
///
/// A full bucket holds `requestsPerMinute + burstSize` requests and refills at `requestsPerMinute / 60` a second
/// (contract, "nexus.yaml", `rate_limit`).
public struct LimitRule: Sendable, Hashable {
    /// The most requests a minute, and the largest burst, that a rule may have.
    package static let maximum = 10_000_000

    /// What the rule is called in keys, headers, audit records and metrics: `default`, or the route pattern.
    public let name: String
    /// Requests a minute in the long run; 1 to 10 million.
    public let requestsPerMinute: Int
    /// Requests that may come at once on top; 0 to 10 million.
    public let burstSize: Int
    /// Decide and record, but let pass.
    public let isShadow: Bool
    /// What the audit trail says of a request that found it used up.
    let usedUp: String

    /// Creates a rule.
    /// - Parameters:
    ///   - name: Its name; stable, because stores keep buckets under it.
    ///   - requestsPerMinute: Requests a minute in the long run; brought into 1 to 10 million.
    ///   - burstSize: Requests that may come at once on top; brought into 0 to 10 million.
    ///   - isShadow: Decide and record, but let pass.
    public init(name: String, requestsPerMinute: Int, burstSize: Int, isShadow: Bool = false) {
        self.name = name
        self.requestsPerMinute = min(max(1, requestsPerMinute), Self.maximum)
        self.burstSize = min(max(0, burstSize), Self.maximum)
        self.isShadow = isShadow
        self.usedUp = "limit \(name) is used up"
    }

    /// How many requests a full bucket holds: the `X-RateLimit-Limit`.
    public var capacity: Int { self.requestsPerMinute + self.burstSize }

    /// Nanoseconds after which one request comes back: GCRA's emission interval.
    ///
    /// Rounded up to a whole nanosecond: the long-run rate is never above `requestsPerMinute`, and below it by less than
    /// `requestsPerMinute / 6e10` of itself (under 2 in a million up to 100,000 a minute, and nothing where it divides 6e10).
    package var emissionInterval: Int64 { Self.emissionInterval(ofRate: Int64(self.requestsPerMinute)) }

    /// Nanoseconds after which one request comes back at a rate in requests a minute, which must be above zero.
    static func emissionInterval(ofRate rate: Int64) -> Int64 {
        (60_000_000_000 + rate - 1) / rate
    }
}
