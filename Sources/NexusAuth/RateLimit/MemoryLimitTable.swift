private import Synchronization

/// Buckets in memory: a flat, sharded table of keyed hashes that answers on the caller's own thread.
///
/// A decision costs one lock and no allocation. The table holds at most `maximumKeys` buckets and forgets one only when it is
/// full again, which is when forgetting it changes nothing. Each decision sweeps a few slots, so memory comes back without a
/// pause; ``sweep(now:)`` does it when no one asks.
package final class MemoryLimitTable: Sendable {
    /// What the table holds.
    package struct Usage: Sendable, Hashable {
        /// Buckets that were not full when last looked at.
        package var keys = 0
        /// Slots that exist.
        package var slots = 0
        /// Memory mapped for slots, in bytes.
        package var bytes = 0
        /// Decisions taken from a shared overflow bucket, because the table was at its cap.
        package var overflowDecisions: UInt64 = 0
    }

    /// What one rule decided.
    package struct Tally: Sendable, Hashable {
        /// Requests within the limit.
        package var allowed: UInt64 = 0
        /// Requests beyond it.
        package var limited: UInt64 = 0
    }

    private static let sweepOfInsert = 6
    private static let sweepAtCap = 64

    private let buckets: LimitBuckets
    private let rules: [LimitBuckets.Rule]
    private let maximumKeys: Int

    /// Creates a table.
    /// - Parameters:
    ///   - rules: The limits; a decision names one by its index.
    ///   - maximumKeys: How many buckets it may hold; at least 1.
    ///   - seed: The process's secret.
    ///   - other: A table of the same seed, whose buckets and counts this one shares, rule by rule of the same name. It may be used on.
    package init(rules: [LimitRule], maximumKeys: Int, seed: SipHash128.Key, continuing other: MemoryLimitTable? = nil) {
        self.buckets = other?.buckets ?? LimitBuckets(seed: seed)
        self.rules = self.buckets.admit(rules)
        self.maximumKeys = max(1, maximumKeys)
    }

    /// Takes one request out of a caller's bucket.
    /// - Parameters:
    ///   - key: The caller.
    ///   - rule: The index of the rule.
    ///   - now: Nanoseconds of the monotonic clock.
    package func take(_ key: LimitKey, rule: Int, now: Int64) -> LimitDecision {
        let rule = self.rules[rule]
        let key = key.masked(by: rule.mask)
        if let decision = self.tryTake(key, rule: rule, now: now) { return decision }
        self.sweepSomeShard(now: now)
        if let decision = self.tryTake(key, rule: rule, now: now) { return decision }
        return self.buckets.shards[key.shard].withLock { shard in
            let now = shard.advance(to: now)
            // Another thread may have found a place for the same caller meanwhile.
            if let index = shard.find(key) { return shard.take(at: index, rule: rule, now: now) }
            return shard.takeOverflow(rule: rule, now: now)
        }
    }

    /// Says what ``take(_:rule:now:)`` would decide, without taking.
    package func peek(_ key: LimitKey, rule: Int, now: Int64) -> LimitDecision {
        let rule = self.rules[rule]
        let key = key.masked(by: rule.mask)
        return self.buckets.shards[key.shard].withLock { shard in
            let now = shard.advance(to: now)
            return rule.gcra.peek(shard.slot(of: key, rule: rule), now: now)
        }
    }

    /// Empties every slot whose bucket is full again and gives the memory back, a shard at a time.
    package func sweep(now: Int64) {
        for index in self.buckets.shards.indices {
            let freed = self.buckets.shards[index].withLock { shard in
                let now = shard.advance(to: now)
                return shard.sweepAll(now: now)
            }
            self.buckets.keyCount.subtract(freed, ordering: .relaxed)
        }
    }

    /// What the table holds now.
    package var usage: Usage {
        var usage = Usage()
        for index in self.buckets.shards.indices {
            self.buckets.shards[index].withLock { shard in
                usage.keys += shard.count
                usage.slots += shard.capacity
                usage.bytes += shard.mappedBytes
                usage.overflowDecisions &+= shard.overflowDecisions
            }
        }
        return usage
    }

    /// What a rule decided since the start.
    package func tally(rule: Int) -> Tally {
        var tally = Tally()
        let account = self.rules[rule].account
        for index in self.buckets.shards.indices {
            self.buckets.shards[index].withLock { shard in
                tally.allowed &+= shard.accounts[account].allowed
                tally.limited &+= shard.accounts[account].limited
            }
        }
        return tally
    }

    /// Decides, unless the caller has no slot and the table is at its cap.
    private func tryTake(_ key: LimitKey, rule: LimitBuckets.Rule, now: Int64) -> LimitDecision? {
        self.buckets.shards[key.shard].withLock { shard in
            let now = shard.advance(to: now)
            var freed = shard.sweepNowAndThen(now: now)
            defer { if freed > 0 { self.buckets.keyCount.subtract(freed, ordering: .relaxed) } }
            if let index = shard.find(key) {
                return shard.take(at: index, rule: rule, now: now)
            }
            freed += shard.sweep(Self.sweepOfInsert, now: now)
            guard self.buckets.keyCount.add(1, ordering: .relaxed).newValue - freed <= self.maximumKeys else {
                freed += 1
                return nil
            }
            guard let index = shard.insert(key, rule: rule, now: now, freed: &freed) else {
                freed += 1
                return nil
            }
            return shard.take(at: index, rule: rule, now: now)
        }
    }

    /// At the cap, looks for room in one shard after the other: a bounded number of slots each time.
    private func sweepSomeShard(now: Int64) {
        let index = self.buckets.capCursor.add(1, ordering: .relaxed).newValue & 255
        let freed = self.buckets.shards[index].withLock { shard in
            let now = shard.advance(to: now)
            return shard.sweep(Self.sweepAtCap, now: now)
        }
        if freed > 0 { self.buckets.keyCount.subtract(freed, ordering: .relaxed) }
    }
}
