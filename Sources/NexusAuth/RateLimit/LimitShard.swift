/// One part of the memory table: linear probing over a flat array, without tombstones.
///
/// Only full buckets leave it. Whoever finds no place shares the rule's overflow bucket of this shard, and whoever finds one
/// after that starts with the overflow's debt: no caller ever gets a fresher bucket than its own would be.
struct LimitShard: ~Copyable {
    /// What one rule did here, and its overflow bucket.
    struct Account {
        var allowed: UInt64 = 0
        var limited: UInt64 = 0
        var overflow = LimitSlot.empty
    }

    private var slots = LimitSlots()
    private var cursor = 0
    /// Decisions until the next few slots are looked at.
    private var rest = 0
    private var latest = Int64.min
    private(set) var count = 0
    private(set) var accounts: [Account] = []
    private(set) var overflowDecisions: UInt64 = 0

    var capacity: Int { self.slots.count }
    var mappedBytes: Int { self.slots.mappedBytes }

    /// Makes sure that there are so many accounts; none is ever closed, as a rule of before a reload may still count there.
    mutating func openAccounts(_ count: Int) {
        while self.accounts.count < count { self.accounts.append(Account()) }
    }

    /// The later of a caller's clock and the latest that was used here.
    ///
    /// Threads read the clock before they get the lock. By an older reading a slot that was full when it was swept was not yet full.
    mutating func advance(to now: Int64) -> Int64 {
        self.latest = max(self.latest, now)
        return self.latest
    }

    /// The slot of a key, if it has one.
    @inline(__always)
    func find(_ key: LimitKey) -> Int? {
        guard self.slots.count > 0 else { return nil }
        var index = self.slots.home(of: key.first)
        while true {
            let slot = self.slots[index]
            if slot.belongs(to: key) { return index }
            if slot.isEmpty { return nil }
            index = self.slots.next(index)
        }
    }

    /// Takes from the bucket in a slot.
    mutating func take(at index: Int, rule: LimitBuckets.Rule, now: Int64) -> LimitDecision {
        let decision = self.slots.withSlot(at: index) { rule.gcra.take(from: &$0, now: now) }
        self.record(decision, rule: rule)
        return decision
    }

    /// Takes from the bucket that everyone without a place shares.
    mutating func takeOverflow(rule: LimitBuckets.Rule, now: Int64) -> LimitDecision {
        let decision = rule.gcra.take(from: &self.accounts[rule.account].overflow, now: now)
        self.overflowDecisions &+= 1
        self.record(decision, rule: rule)
        return decision
    }

    /// A bucket: the caller's own, or what a newcomer would start with.
    func slot(of key: LimitKey, rule: LimitBuckets.Rule) -> LimitSlot {
        if let index = self.find(key) { self.slots[index] } else { self.accounts[rule.account].overflow }
    }

    /// Makes a slot for a key that has none, or nothing when there is no memory.
    mutating func insert(_ key: LimitKey, rule: LimitBuckets.Rule, now: Int64, freed: inout Int) -> Int? {
        if (self.count + 1) * 4 > self.slots.count * 3, !self.rehash(adding: 1, now: now, freed: &freed) { return nil }
        self.count += 1
        return self.place(LimitSlot(key, bucket: self.accounts[rule.account].overflow))
    }

    /// Sweeps two slots a decision, but sixteen at a time: neighbours share cache lines.
    /// - Returns: How many it emptied.
    @inline(__always)
    mutating func sweepNowAndThen(now: Int64) -> Int {
        self.rest -= 1
        guard self.rest < 0 else { return 0 }
        self.rest = 7
        return self.sweep(16, now: now)
    }

    /// Looks at the next few slots and empties those whose bucket is full again.
    /// - Returns: How many it emptied.
    mutating func sweep(_ budget: Int, now: Int64) -> Int {
        guard self.slots.count > 0 else { return 0 }
        var freed = 0
        for _ in 0..<budget {
            if self.sweepStep(now: now) { freed += 1 }
            if self.cursor == 0, self.isSparse, self.slots.count > LimitSlots.perPage {
                _ = self.rehash(adding: 0, now: now, freed: &freed)
                break
            }
        }
        return freed
    }

    /// Empties every slot whose bucket is full again and gives back the memory that is then too much.
    /// - Returns: How many it emptied.
    mutating func sweepAll(now: Int64) -> Int {
        var freed = 0
        self.cursor = 0
        for _ in 0..<(self.slots.count + self.count) where self.sweepStep(now: now) { freed += 1 }
        if self.isSparse, self.count == 0 || self.slots.count > LimitSlots.perPage {
            _ = self.rehash(adding: 0, now: now, freed: &freed)
        }
        return freed
    }

    private var isSparse: Bool { self.count * 4 < self.slots.count }

    /// Empties the slot under the cursor, or steps over it.
    @inline(__always)
    private mutating func sweepStep(now: Int64) -> Bool {
        let slot = self.slots[self.cursor]
        if !slot.isEmpty, slot.tat <= now {
            self.remove(self.cursor)
            return true
        }
        self.cursor = self.slots.next(self.cursor)
        return false
    }

    private mutating func record(_ decision: LimitDecision, rule: LimitBuckets.Rule) {
        if decision.isAllowed {
            self.accounts[rule.account].allowed &+= 1
        } else {
            self.accounts[rule.account].limited &+= 1
        }
    }

    private func place(_ slot: LimitSlot) -> Int {
        var index = self.slots.home(of: slot.first)
        while !self.slots[index].isEmpty { index = self.slots.next(index) }
        self.slots[index] = slot
        return index
    }

    /// Empties a slot and moves up whoever was pushed past it, so that no probe ends early.
    private mutating func remove(_ index: Int) {
        var hole = index
        var index = self.slots.next(index)
        while !self.slots[index].isEmpty {
            let slot = self.slots[index]
            let home = self.slots.home(of: slot.first)
            let staysBehindHole = hole <= index ? (hole < home && home <= index) : (hole < home || home <= index)
            if !staysBehindHole {
                self.slots[hole] = slot
                hole = index
            }
            index = self.slots.next(index)
        }
        self.slots[hole] = .empty
        self.count -= 1
    }

    /// Moves what is alive to an array half empty, larger or smaller.
    private mutating func rehash(adding extra: Int, now: Int64, freed: inout Int) -> Bool {
        var alive = 0
        for index in 0..<self.slots.count where !self.slots[index].isEmpty && self.slots[index].tat > now { alive += 1 }
        freed += self.count - alive
        guard alive + extra > 0 else {
            self.cursor = 0
            self.slots = LimitSlots()
            self.count = 0
            return true
        }
        guard let fresh = LimitSlots(minimumCount: (alive + extra) * 2) else {
            freed -= self.count - alive
            return false
        }
        let old = exchange(&self.slots, with: fresh)
        self.cursor = 0
        self.count = alive
        for index in 0..<old.count where !old[index].isEmpty && old[index].tat > now { _ = self.place(old[index]) }
        return true
    }
}
