/// The generic cell rate algorithm on one integer: the theoretical arrival time (TAT), in nanoseconds of the monotonic clock.
///
/// A TAT at or before now is a full bucket; every admitted request moves it one interval ahead, and a request that would move
/// it further than the whole bucket is rejected and moves nothing. The bucket holds exactly `capacity` requests: the window is
/// a multiple of the interval, so no rounding can add one. A TAT further ahead than the window, left by a larger limit, is waited for.
package struct GCRA: Sendable, Hashable {
    /// The TAT of a bucket that nobody has taken from.
    package static let full = Int64.min

    /// Nanoseconds that one request costs.
    let interval: Int64
    /// Nanoseconds that an empty bucket takes to fill.
    let window: Int64
    /// Requests a minute in the long run.
    let rate: UInt64

    /// Prepares a rule.
    package init(_ rule: LimitRule) {
        self.interval = rule.emissionInterval
        self.window = rule.emissionInterval * Int64(rule.capacity)
        self.rate = UInt64(rule.requestsPerMinute)
    }

    /// Takes one request.
    /// - Parameters:
    ///   - tat: The bucket; unchanged when the request is rejected.
    ///   - now: Nanoseconds of the clock that the TAT is in.
    package func take(_ tat: inout Int64, now: Int64) -> LimitDecision {
        let used = self.used(tat, now: now)
        guard used <= self.window - self.interval else { return self.decision(isAllowed: false, used: used) }
        let (next, overflow) = now.addingReportingOverflow(used + self.interval)
        tat = overflow ? .max : next
        return self.decision(isAllowed: true, used: used + self.interval)
    }

    /// Says what ``take(_:now:)`` would, without taking: `remaining` and `resetAfter` are the bucket's as it stands.
    package func peek(_ tat: Int64, now: Int64) -> LimitDecision {
        let used = self.used(tat, now: now)
        return self.decision(isAllowed: used <= self.window - self.interval, used: used)
    }

    func used(_ tat: Int64, now: Int64) -> Int64 {
        guard tat > now else { return 0 }
        let (used, overflow) = tat.subtractingReportingOverflow(now)
        return overflow ? .max : used
    }

    func decision(isAllowed: Bool, used: Int64) -> LimitDecision {
        let free = self.window - used
        return LimitDecision(
            isAllowed: isAllowed,
            remaining: Int(max(0, free) / self.interval),
            resetAfter: used,
            retryAfter: max(0, self.interval - free)
        )
    }
}
