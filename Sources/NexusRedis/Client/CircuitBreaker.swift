/// Stops the asking while Redis does not answer: closed -> open after some failures in a row -> half open, one probe -> closed or open.
public struct CircuitBreaker: Sendable, Hashable {
    /// What the breaker does with a command.
    public enum State: String, Sendable, Hashable {
        /// Commands pass.
        case closed
        /// Commands are refused at once.
        case open
        /// Commands are refused at once; a probe is under way.
        case halfOpen = "half_open"
    }

    /// What it does now.
    public private(set) var state: State = .closed
    private var failures = 0
    private var openUntil: Int64 = 0
    private let threshold: Int
    private let cooldown: Int64

    /// Creates a closed breaker.
    /// - Parameters:
    ///   - threshold: How many failures in a row open it.
    ///   - cooldown: Nanoseconds from opening to the probe.
    package init(threshold: Int, cooldown: Int64) {
        self.threshold = threshold
        self.cooldown = cooldown
    }

    /// A command, or the probe, was answered in time.
    package mutating func succeeded() {
        // A reply from before the opening proves nothing about now.
        guard self.state != .open else { return }
        self.reset()
    }

    /// Commands, or the probe, were not answered in time.
    /// - Parameters:
    ///   - count: How many.
    ///   - now: Nanoseconds of a monotonic clock.
    package mutating func failed(_ count: Int = 1, now: Int64) {
        switch self.state {
        case .open:
            break
        case .halfOpen:
            self.open(now: now)
        case .closed:
            self.failures = self.failures.addingReportingOverflow(max(0, count)).partialValue
            if self.failures >= self.threshold { self.open(now: now) }
        }
    }

    /// Whether a probe is to be sent now; the breaker is half open from then on.
    package mutating func beginProbe(now: Int64) -> Bool {
        guard self.state == .open, now >= self.openUntil else { return false }
        self.state = .halfOpen
        return true
    }

    /// Redis proved in another way that it answers.
    package mutating func reset() {
        self.state = .closed
        self.failures = 0
    }

    private mutating func open(now: Int64) {
        self.state = .open
        self.failures = 0
        self.openUntil = now.addingReportingOverflow(self.cooldown).partialValue
    }
}
