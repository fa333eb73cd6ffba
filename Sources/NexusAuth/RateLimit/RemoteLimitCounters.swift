private import Synchronization

/// What came of asking the shared store, by the names of rules. A lock beside a network round trip costs nothing.
final class RemoteLimitCounters: Sendable {
    struct Snapshot: Sendable {
        var tallies: [String: MemoryLimitTable.Tally] = [:]
        var open: UInt64 = 0
        var closed: UInt64 = 0
        var local: UInt64 = 0
    }

    private let state = Mutex(Snapshot())

    /// - Parameter rule: The name of the rule.
    func count(_ decision: LimitDecision, rule: String) {
        self.state.withLock { state in
            if decision.isAllowed {
                state.tallies[rule, default: MemoryLimitTable.Tally()].allowed &+= 1
            } else {
                state.tallies[rule, default: MemoryLimitTable.Tally()].limited &+= 1
            }
        }
    }

    func count(fallback policy: FailurePolicy) {
        self.state.withLock { state in
            switch policy {
            case .closed: state.closed &+= 1
            case .local: state.local &+= 1
            default: state.open &+= 1
            }
        }
    }

    func snapshot() -> Snapshot {
        self.state.withLock { $0 }
    }
}
