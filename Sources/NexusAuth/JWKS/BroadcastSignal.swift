import Synchronization

/// Wakes every task that waits for something to happen again.
///
/// Waiting names the count that was seen before, so that what happens between looking and waiting is not missed.
final class BroadcastSignal: Sendable {
    private struct State {
        var count: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state = Mutex(State())

    /// How often it happened.
    var count: UInt64 { self.state.withLock { $0.count } }

    /// How many tasks wait.
    var waiterCount: Int { self.state.withLock { $0.waiters.count } }

    /// It happened: every waiting task goes on.
    func send() {
        let waiters = self.state.withLock { state in
            state.count &+= 1
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Returns once it has happened more often than it had, or when the task is cancelled.
    func wait(past count: UInt64) async {
        let id = self.state.withLock { state in
            state.nextWaiter &+= 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.state.withLock { state in
                    // Cancellation that came first finds no waiter; it is seen here.
                    guard state.count == count, !Task.isCancelled else { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
