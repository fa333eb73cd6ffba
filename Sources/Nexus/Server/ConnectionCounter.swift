import NexusCore
import Synchronization

/// Counts open connections, in all and by address, and says when there are too many.
final class ConnectionCounter: Sendable {
    private struct State {
        var total = 0
        var byAddress: [IPAddress: Int] = [:]
        var refused = 0
    }

    private let state = Mutex(State())

    /// Admits a connection.
    /// - Returns: Whether there is room; if so, ``close(_:)`` must follow.
    func open(_ address: IPAddress, limits: ServerLimits) -> Bool {
        let subscriber = address.subscriberPrefix
        return self.state.withLock { state in
            guard state.total < limits.maxConnections, state.byAddress[subscriber, default: 0] < limits.maxConnectionsPerAddress else {
                state.refused += 1
                return false
            }
            state.total += 1
            state.byAddress[subscriber, default: 0] += 1
            return true
        }
    }

    func close(_ address: IPAddress) {
        let subscriber = address.subscriberPrefix
        self.state.withLock { state in
            state.total -= 1
            guard let count = state.byAddress[subscriber] else { return }
            state.byAddress[subscriber] = count > 1 ? count - 1 : nil
        }
    }

    /// Connections that are open, and those refused since the start.
    var counts: (open: Int, refused: Int) {
        self.state.withLock { ($0.total, $0.refused) }
    }
}
