/// One bucket in memory: whose it is, its theoretical arrival time, and the rate that this was written at.
///
/// The rate, in requests a minute, stands in 24 bits of the key. Eight of them name the shard, which all slots of a shard have in
/// common; 112 bits still tell callers apart.
struct LimitSlot {
    private static let rateMask: UInt64 = 0xFF_FFFF

    let first: UInt64
    private var second: UInt64
    var tat: Int64

    /// The slot of nobody.
    static let empty = LimitSlot(first: 0, second: 0, tat: GCRA.full)

    private init(first: UInt64, second: UInt64, tat: Int64) {
        self.first = first
        self.second = second
        self.tat = tat
    }

    /// A slot for a key, with the bucket of another one.
    init(_ key: LimitKey, bucket: LimitSlot) {
        self.init(first: key.first, second: key.second & ~Self.rateMask | bucket.second & Self.rateMask, tat: bucket.tat)
    }

    @inline(__always)
    var isEmpty: Bool { self.first == 0 }

    @inline(__always)
    func belongs(to key: LimitKey) -> Bool {
        self.first == key.first && (self.second ^ key.second) & ~Self.rateMask == 0
    }

    /// Requests a minute, at most 2^24 - 1.
    var rate: UInt64 {
        @inline(__always) get { self.second & Self.rateMask }
        @inline(__always) set { self.second = self.second & ~Self.rateMask | newValue & Self.rateMask }
    }
}

extension GCRA {
    /// Takes one request out of a bucket, at whichever rate it was written.
    @inline(__always)
    func take(from slot: inout LimitSlot, now: Int64) -> LimitDecision {
        guard slot.rate == self.rate || slot.tat <= now else { return self.takeAtAnotherRate(from: &slot, now: now) }
        slot.rate = self.rate
        return self.take(&slot.tat, now: now)
    }

    /// Says what ``take(from:now:)`` would, without taking.
    func peek(_ slot: LimitSlot, now: Int64) -> LimitDecision {
        guard slot.rate == self.rate || slot.tat <= now else {
            return self.peek(slot.tat, writtenWith: Self.interval(ofRate: slot.rate), now: now)
        }
        return self.peek(slot.tat, now: now)
    }

    @inline(never)
    private func takeAtAnotherRate(from slot: inout LimitSlot, now: Int64) -> LimitDecision {
        var interval = Self.interval(ofRate: slot.rate)
        let decision = self.take(&slot.tat, writtenWith: &interval, now: now)
        if interval == self.interval { slot.rate = self.rate }
        return decision
    }

    private static func interval(ofRate rate: UInt64) -> Int64 {
        LimitRule.emissionInterval(ofRate: Int64(max(1, rate)))
    }
}
