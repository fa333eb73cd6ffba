/// What the limiter did since the start, for the metrics.
package struct LimitCounters: Sendable, Hashable {
    /// What one rule decided.
    package struct Rule: Sendable, Hashable {
        /// The name of the rule.
        package let name: String
        /// Requests within the limit.
        package var allowed: UInt64
        /// Requests beyond it that were rejected.
        package var limited: UInt64
        /// Requests beyond it that passed, because the rule only watches.
        package var shadowed: UInt64
    }

    /// One entry a rule.
    package var rules: [Rule]
    /// Requests that passed because the store could not decide.
    package var fallbacksOpen: UInt64
    /// Requests answered 503 because the store could not decide.
    package var fallbacksClosed: UInt64
    /// Requests counted in memory because the store could not decide.
    package var fallbacksLocal: UInt64
    /// What memory holds.
    package var memory: MemoryLimitTable.Usage
    /// Whether the shared store answered lately; true without one.
    package var isStoreAvailable: Bool
}

extension Limiter {
    /// What the limiter did since the start.
    package var counters: LimitCounters {
        let remote = self.remoteCounters.snapshot()
        let rules = self.rules.enumerated().map { index, rule in
            var tally = self.table.tally(rule: index)
            for more in [
                self.failurePolicies.indices.contains(index) ? self.localShare?.tally(rule: index) : nil, remote.tallies[rule.name],
            ] {
                tally.allowed &+= more?.allowed ?? 0
                tally.limited &+= more?.limited ?? 0
            }
            return LimitCounters.Rule(
                name: rule.name,
                allowed: tally.allowed,
                limited: rule.isShadow ? 0 : tally.limited,
                shadowed: rule.isShadow ? tally.limited : 0
            )
        }
        return LimitCounters(
            rules: rules,
            fallbacksOpen: remote.open,
            fallbacksClosed: remote.closed,
            fallbacksLocal: remote.local,
            memory: self.table.usage + (self.localShare?.usage ?? MemoryLimitTable.Usage()),
            isStoreAvailable: self.isStoreAvailable
        )
    }

    /// Whether the shared store answered lately; true without one.
    package var isStoreAvailable: Bool { self.store?.isAvailable ?? true }

    /// Whether there is a shared store.
    package var hasStore: Bool { self.store != nil }
}

extension MemoryLimitTable.Usage {
    fileprivate static func + (lhs: Self, rhs: Self) -> Self {
        Self(
            keys: lhs.keys + rhs.keys,
            slots: lhs.slots + rhs.slots,
            bytes: lhs.bytes + rhs.bytes,
            overflowDecisions: lhs.overflowDecisions &+ rhs.overflowDecisions
        )
    }
}
