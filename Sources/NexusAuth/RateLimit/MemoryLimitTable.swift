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

    private static let sweepOfHit = 2
    private static let sweepOfInsert = 6
    private static let sweepAtCap = 64

    private let shards: InlineArray<256, Mutex<LimitShard>>
    private let buckets: [GCRA]
    private let masks: [LimitKey]
    private let maximumKeys: Int
    private let keyCount = Atomic<Int>(0)
    private let capCursor = Atomic<Int>(0)

    /// Creates an empty table.
    /// - Parameters:
    ///   - rules: The limits; a decision names one by its index.
    ///   - maximumKeys: How many buckets it may hold; at least 1.
    ///   - seed: The process's secret.
    package init(rules: [LimitRule], maximumKeys: Int, seed: SipHash128.Key) {
        self.shards = InlineArray { _ in Mutex(LimitShard(ruleCount: rules.count)) }
        self.buckets = rules.map(GCRA.init)
        self.masks = rules.indices.map { index in
            var hash = SipHash128(key: seed)
            hash.absorb(0x72_75_6C_65)
            hash.absorb(UInt64(index))
            return LimitKey(hash)
        }
        self.maximumKeys = max(1, maximumKeys)
    }

    /// Takes one request out of a caller's bucket.
    /// - Parameters:
    ///   - key: The caller.
    ///   - rule: The index of the rule.
    ///   - now: Nanoseconds of the monotonic clock.
    package func take(_ key: LimitKey, rule: Int, now: Int64) -> LimitDecision {
        let key = self.bucketKey(key, rule: rule)
        if let decision = self.tryTake(key, rule: rule, now: now) { return decision }
        self.sweepSomeShard(now: now)
        if let decision = self.tryTake(key, rule: rule, now: now) { return decision }
        return self.shards[key.shard].withLock { shard in
            let now = shard.advance(to: now)
            // Another thread may have found a place for the same caller meanwhile.
            if let index = shard.find(key) { return shard.take(at: index, gcra: self.buckets[rule], rule: rule, now: now) }
            return shard.takeOverflow(gcra: self.buckets[rule], rule: rule, now: now)
        }
    }

    /// Says what ``take(_:rule:now:)`` would decide, without taking.
    package func peek(_ key: LimitKey, rule: Int, now: Int64) -> LimitDecision {
        let key = self.bucketKey(key, rule: rule)
        return self.shards[key.shard].withLock { shard in
            let now = shard.advance(to: now)
            return self.buckets[rule].peek(shard.tat(of: key, rule: rule), now: now)
        }
    }

    /// Empties every slot whose bucket is full again and gives the memory back, a shard at a time.
    package func sweep(now: Int64) {
        for index in self.shards.indices {
            let freed = self.shards[index].withLock { shard in
                let now = shard.advance(to: now)
                return shard.sweepAll(now: now)
            }
            self.keyCount.subtract(freed, ordering: .relaxed)
        }
    }

    /// What the table holds now.
    package var usage: Usage {
        var usage = Usage()
        for index in self.shards.indices {
            self.shards[index].withLock { shard in
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
        for index in self.shards.indices {
            self.shards[index].withLock { shard in
                tally.allowed &+= shard.tallies[rule].allowed
                tally.limited &+= shard.tallies[rule].limited
            }
        }
        return tally
    }

    private func bucketKey(_ key: LimitKey, rule: Int) -> LimitKey {
        let masked = key.masked(by: self.masks[rule])
        return masked.isEmpty ? LimitKey(first: 0, second: 1) : masked
    }

    /// Decides, unless the caller has no slot and the table is at its cap.
    private func tryTake(_ key: LimitKey, rule: Int, now: Int64) -> LimitDecision? {
        self.shards[key.shard].withLock { shard in
            let now = shard.advance(to: now)
            var freed = shard.sweep(Self.sweepOfHit, now: now)
            defer { if freed > 0 { self.keyCount.subtract(freed, ordering: .relaxed) } }
            if let index = shard.find(key) {
                return shard.take(at: index, gcra: self.buckets[rule], rule: rule, now: now)
            }
            freed += shard.sweep(Self.sweepOfInsert, now: now)
            guard self.keyCount.add(1, ordering: .relaxed).newValue - freed <= self.maximumKeys else {
                freed += 1
                return nil
            }
            guard let index = shard.insert(key, rule: rule, now: now, freed: &freed) else {
                freed += 1
                return nil
            }
            return shard.take(at: index, gcra: self.buckets[rule], rule: rule, now: now)
        }
    }

    /// At the cap, looks for room in one shard after the other: a bounded number of slots each time.
    private func sweepSomeShard(now: Int64) {
        let index = self.capCursor.add(1, ordering: .relaxed).newValue & 255
        let freed = self.shards[index].withLock { shard in
            let now = shard.advance(to: now)
            return shard.sweep(Self.sweepAtCap, now: now)
        }
        if freed > 0 { self.keyCount.subtract(freed, ordering: .relaxed) }
    }
}
