private import Synchronization

/// What came of asking the shared store. A lock beside a network round trip costs nothing.
final class RemoteLimitCounters: Sendable {
    struct Snapshot: Sendable {
        var tallies: [MemoryLimitTable.Tally]
        var open: UInt64 = 0
        var closed: UInt64 = 0
        var local: UInt64 = 0

        func tally(_ rule: Int) -> MemoryLimitTable.Tally? {
            self.tallies.indices.contains(rule) ? self.tallies[rule] : nil
        }
    }

    private let state: Mutex<Snapshot>

    init(ruleCount: Int) {
        self.state = Mutex(Snapshot(tallies: Array(repeating: MemoryLimitTable.Tally(), count: ruleCount)))
    }

    func count(_ decision: LimitDecision, rule: Int) {
        self.state.withLock { state in
            if decision.isAllowed {
                state.tallies[rule].allowed &+= 1
            } else {
                state.tallies[rule].limited &+= 1
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
