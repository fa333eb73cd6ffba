import Logging
import Synchronization

/// The breaker of all connections of a client.
final class SharedBreaker: Sendable {
    private let breaker: Mutex<CircuitBreaker>
    private let logger: Logger

    init(_ breaker: CircuitBreaker, logger: Logger) {
        self.breaker = Mutex(breaker)
        self.logger = logger
    }

    var state: CircuitBreaker.State { self.breaker.withLock { $0.state } }

    func succeeded() { self.update { $0.succeeded() } }

    func reset() { self.update { $0.reset() } }

    func failed(_ count: Int, now: Int64) { self.update { $0.failed(count, now: now) } }

    func beginProbe(now: Int64) -> Bool { self.breaker.withLock { $0.beginProbe(now: now) } }

    private func update(_ change: (inout CircuitBreaker) -> Void) {
        let (before, after) = self.breaker.withLock { breaker in
            let before = breaker.state
            change(&breaker)
            return (before, breaker.state)
        }
        guard before != after else { return }
        if after == .closed {
            self.logger.info("redis answers again")
        } else if before == .closed {
            self.logger.warning("redis does not answer in time; it is not asked for a while")
        }
    }
}
