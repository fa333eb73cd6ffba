import NexusAuth
import NexusCore

/// Runs a key set's state machine against a provider, on time that costs nothing.
struct KeySetSimulation {
    var machine: KeySetStateMachine
    let time = ManualTime()
    /// How long a fetch takes.
    var fetchDuration: Duration = .milliseconds(100)
    /// What the provider answers, by the time since the start; nil while it is away.
    var provider: (Duration) -> KeySetDocument? = { _ in KeySetDocument(bytes: []) }
    /// When fetches began, since the start.
    private(set) var fetches: [Duration] = []
    private let start: Int64

    init(policy: KeySetPolicy = KeySetPolicy()) {
        self.machine = KeySetStateMachine(policy: policy)
        self.start = self.time.now.uptimeNanoseconds
    }

    var elapsed: Duration { .nanoseconds(self.time.now.uptimeNanoseconds - self.start) }

    var state: KeySetStatus.State { self.machine.status(now: self.time.now).state }

    /// Lets time pass in steps; at each, the requests are made and the machine does what it wants.
    mutating func run(
        until end: Duration,
        step: Duration = .milliseconds(100),
        requests: (inout KeySetStateMachine, Moment) -> Void = { _, _ in }
    ) {
        while self.elapsed < end {
            requests(&self.machine, self.time.now)
            if self.machine.next(now: self.time.now) == .fetch {
                self.fetches.append(self.elapsed)
                let answer = self.provider(self.elapsed)
                self.time.advance(by: self.fetchDuration)
                requests(&self.machine, self.time.now)
                if let answer {
                    let advertised = answer.maxAge.map { Duration.seconds($0) }
                    self.machine.succeeded(changed: false, advertised: advertised, jitter: 0, now: self.time.now)
                } else {
                    self.machine.failed(KeySetError(.unreachable, "away"), jitter: 0, now: self.time.now)
                }
            } else {
                self.time.advance(by: step)
            }
        }
    }
}
