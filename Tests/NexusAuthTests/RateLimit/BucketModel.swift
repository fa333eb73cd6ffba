import NexusAuth

/// A bucket as a textbook draws it, in 128-bit arithmetic: a level that drains. It shares no formula with the code under test.
struct BucketModel {
    private var level: Int128 = 0
    private var updated: Int128?
    private let cost: Int128
    private let size: Int128

    init(_ rule: LimitRule) {
        self.cost = (60_000_000_000 + Int128(rule.requestsPerMinute) - 1) / Int128(rule.requestsPerMinute)
        self.size = self.cost * Int128(rule.requestsPerMinute + rule.burstSize)
    }

    mutating func take(now: Int64) -> LimitDecision {
        if let updated { self.level = max(0, self.level - (Int128(now) - updated)) }
        self.updated = Int128(now)
        let isAllowed = self.level + self.cost <= self.size
        if isAllowed { self.level += self.cost }
        var remaining = 0
        var probe = self.level
        while probe + self.cost <= self.size, remaining < 50 {
            probe += self.cost
            remaining += 1
        }
        return LimitDecision(
            isAllowed: isAllowed,
            remaining: remaining < 50 ? remaining : Int((self.size - self.level) / self.cost),
            resetAfter: Int64(self.level),
            retryAfter: Int64(max(0, self.level + self.cost - self.size))
        )
    }
}
