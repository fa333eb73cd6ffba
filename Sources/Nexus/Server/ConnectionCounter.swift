import NexusCore
import Synchronization

/// Counts connections, in all and by address, and says when there are too many.
final class ConnectionCounter: Sendable {
    /// What was counted.
    struct Counts: Sendable, Hashable {
        /// Connections that are open.
        var open = 0
        /// Connections that were let in since the start.
        var accepted: UInt64 = 0
        /// Connections that were refused since the start because there were too many in all.
        var refusedInAll: UInt64 = 0
        /// Connections that were refused since the start because there were too many of their address.
        var refusedByAddress: UInt64 = 0
        /// HTTP/2 connections that were ended since the start for what their client sent.
        var faults: UInt64 = 0
    }

    private struct State {
        var counts = Counts()
        var byAddress: [IPAddress: Int] = [:]
    }

    /// The most connections there can be, whatever the limits say.
    let ceiling: Int
    private let state = Mutex(State())

    init(ceiling: Int = .max) {
        self.ceiling = ceiling
    }

    /// Admits a connection.
    /// - Returns: Whether there is room; if so, ``close(_:)`` must follow.
    func open(_ address: IPAddress, limits: ServerLimits) -> Bool {
        let subscriber = address.subscriberPrefix
        return self.state.withLock { state in
            guard state.counts.open < min(limits.maxConnections, self.ceiling) else {
                state.counts.refusedInAll &+= 1
                return false
            }
            guard state.byAddress[subscriber, default: 0] < limits.maxConnectionsPerAddress else {
                state.counts.refusedByAddress &+= 1
                return false
            }
            state.counts.open += 1
            state.counts.accepted &+= 1
            state.byAddress[subscriber, default: 0] += 1
            return true
        }
    }

    func close(_ address: IPAddress) {
        let subscriber = address.subscriberPrefix
        self.state.withLock { state in
            state.counts.open -= 1
            guard let count = state.byAddress[subscriber] else { return }
            state.byAddress[subscriber] = count > 1 ? count - 1 : nil
        }
    }

    /// An HTTP/2 connection is ended for what its client sent.
    func countFault() {
        self.state.withLock { $0.counts.faults &+= 1 }
    }

    var counts: Counts { self.state.withLock { $0.counts } }
}
