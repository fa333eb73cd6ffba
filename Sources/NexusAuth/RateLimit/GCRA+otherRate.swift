/// A bucket whose TAT was written at another rate, before a reload changed the rule's.
///
/// What was consumed stays consumed, counted in requests, so a reload gives nobody a fresh bucket. It flows off at the faster of the two
/// rates, so nobody waits longer than the old bucket would have taken to fill. As requests are neither forgotten nor invented, rules of
/// two rates may use one bucket in turn for as long as they like: together they admit no more than the larger bucket and the faster rate.
extension GCRA {
    /// Takes one request.
    /// - Parameters:
    ///   - tat: The bucket.
    ///   - interval: The emission interval that the TAT was written with; this rule's when it is written anew.
    ///   - now: Nanoseconds of the clock that the TAT is in.
    func take(_ tat: inout Int64, writtenWith interval: inout Int64, now: Int64) -> LimitDecision {
        let used = self.used(tat, writtenWith: interval, now: now)
        let isAllowed = used <= self.window - self.interval
        guard isAllowed || self.interval < interval else { return self.rejection(used: used, interval: interval) }
        interval = self.interval
        tat = now.addingReportingOverflow(used).overflow ? .max : now + used
        return self.take(&tat, now: now)
    }

    /// Says what ``take(_:writtenWith:now:)`` would, without taking.
    func peek(_ tat: Int64, writtenWith interval: Int64, now: Int64) -> LimitDecision {
        let used = self.used(tat, writtenWith: interval, now: now)
        let isAllowed = used <= self.window - self.interval
        return isAllowed || self.interval < interval
            ? self.decision(isAllowed: isAllowed, used: used) : self.rejection(used: used, interval: interval)
    }

    /// The requests that are still in the bucket, as time at this rule's rate.
    private func used(_ tat: Int64, writtenWith interval: Int64, now: Int64) -> Int64 {
        Self.rescale(self.used(tat, now: now), from: interval, to: self.interval)
    }

    /// The bucket goes on to empty itself at its own, faster rate.
    private func rejection(used: Int64, interval: Int64) -> LimitDecision {
        var decision = self.decision(isAllowed: false, used: used)
        decision.resetAfter = Self.rescale(decision.resetAfter, from: self.interval, to: interval)
        decision.retryAfter = Self.rescale(decision.retryAfter, from: self.interval, to: interval)
        return decision
    }

    /// `time * new / old`, rounded up; intervals are positive.
    private static func rescale(_ time: Int64, from old: Int64, to new: Int64) -> Int64 {
        let product = time.multipliedFullWidth(by: new)
        guard product.high < old >> 1 else { return .max }
        let (quotient, remainder) = old.dividingFullWidth(product)
        return remainder > 0 ? quotient.addingReportingOverflow(1).overflow ? .max : quotient + 1 : quotient
    }
}
