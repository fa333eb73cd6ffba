import NexusCore

/// What is known about one component, and whether a check of it is under way.
///
/// Pure: it is told what happened and when, and says what to do.
struct ComponentState: Sendable {
    /// What the caller has to do.
    enum Action: Sendable, Hashable {
        case none
        /// Start a check, and report its end with this number.
        case start(attempt: UInt64)
        /// Cancel the check with this number; it may go on, but its result no longer counts.
        case cancel(attempt: UInt64)
    }

    /// The last outcome.
    struct Result: Sendable, Hashable {
        var status: HealthStatus
        /// How long the check took, in nanoseconds.
        var latency: Int64
        /// When it was found, on the clock that never steps.
        var moment: Int64
    }

    private enum Activity: Sendable {
        case idle(due: Int64)
        case running(attempt: UInt64, since: Int64)
        /// The deadline passed and the check has not come back: no second one is started beside it.
        case abandoned(attempt: UInt64, since: Int64)
    }

    /// The last outcome; nothing before the first.
    private(set) var result: Result?
    private var activity: Activity = .idle(due: .min)
    private var attempts: UInt64 = 0
    private let deadline: Int64
    private let interval: Int64

    /// Creates the state of a component that has never been checked.
    init(deadline: Duration, interval: Duration) {
        self.deadline = deadline.nanoseconds
        self.interval = interval.nanoseconds
    }

    /// Time has passed.
    mutating func tick(now: Int64) -> Action {
        switch self.activity {
        case .idle(let due):
            guard now >= due else { return .none }
            self.attempts &+= 1
            self.activity = .running(attempt: self.attempts, since: now)
            return .start(attempt: self.attempts)
        case .running(let attempt, let since):
            guard now &- since >= self.deadline else { return .none }
            self.activity = .abandoned(attempt: attempt, since: since)
            self.result = Result(status: .unhealthy("no answer within the deadline"), latency: now &- since, moment: now)
            return .cancel(attempt: attempt)
        case .abandoned(_, let since):
            self.result = Result(status: .unhealthy("no answer within the deadline"), latency: now &- since, moment: now)
            return .none
        }
    }

    /// A check came back.
    mutating func finished(attempt: UInt64, status: HealthStatus, now: Int64) {
        switch self.activity {
        case .running(attempt, let since):
            let latency = now &- since
            let isLate = latency >= self.deadline
            self.result = Result(status: isLate ? .unhealthy("no answer within the deadline") : status, latency: latency, moment: now)
            self.activity = .idle(due: now &+ self.interval)
        case .abandoned(attempt, _):
            self.activity = .idle(due: now)
        default: break
        }
    }

    /// A state was read without a check.
    mutating func set(_ status: HealthStatus, now: Int64) {
        self.result = Result(status: status, latency: 0, moment: now)
    }
}
