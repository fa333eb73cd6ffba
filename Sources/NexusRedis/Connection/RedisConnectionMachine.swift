/// The life of one connection: what happened goes in, what is to be done comes out.
///
/// idle -> connecting -> handshaking -> ready -> (lost) backing off -> connecting -> … -> closed. Every attempt has a generation;
/// events of an older one are ignored.
struct RedisConnectionMachine: Sendable {
    enum State: Sendable, Hashable {
        case idle
        case connecting
        case handshaking(answered: Int)
        case ready
        case backingOff
        case closed
    }

    enum Action: Sendable, Hashable {
        case none
        case connect(generation: UInt64)
        case sendHandshake
        case announceReady
        case reconnect(after: Int64)
        case drop(RedisError)
    }

    /// Enough for the longest wait of any sensible back-off.
    private static let failuresOfAUselessPeer = 16

    private(set) var state: State = .idle
    /// Which attempt this is, counted from 1.
    private(set) var generation: UInt64 = 0
    /// Attempts that failed since the last success.
    private(set) var failures = 0
    private let steps: [RedisHandshake.Step]
    private let backoff: ReconnectBackoff

    init(steps: [RedisHandshake.Step], backoff: ReconnectBackoff) {
        self.steps = steps
        self.backoff = backoff
    }

    var isReady: Bool { self.state == .ready }

    /// Whether a command may be queued: now, or because the first attempt is under way and is likely to succeed.
    var acceptsCommands: Bool {
        switch self.state {
        case .ready: true
        case .connecting, .handshaking: self.failures == 0
        case .idle, .backingOff, .closed: false
        }
    }

    mutating func start() -> Action {
        self.state == .idle ? self.connect() : .none
    }

    mutating func retry(generation: UInt64) -> Action {
        self.state == .backingOff && generation == self.generation ? self.connect() : .none
    }

    mutating func connected(generation: UInt64) -> Action {
        guard self.state == .connecting, generation == self.generation else { return .none }
        self.state = .handshaking(answered: 0)
        return .sendHandshake
    }

    /// A reply while handshaking.
    mutating func handshakeReply(_ reply: RESPValue) -> Action {
        guard case .handshaking(let answered) = self.state, answered < self.steps.count else { return .none }
        if let refusal = RedisHandshake.refusal(self.steps[answered], reply) { return .drop(refusal) }
        guard answered + 1 == self.steps.count else {
            self.state = .handshaking(answered: answered + 1)
            return .none
        }
        self.state = .ready
        self.failures = 0
        return .announceReady
    }

    /// The time for the handshake is over.
    mutating func handshakeTimedOut(generation: UInt64) -> Action {
        guard generation == self.generation, case .handshaking = self.state else { return .none }
        return .drop(.hung)
    }

    /// The connection broke, or could not be made.
    /// - Parameter isUseless: The peer answered, but not as a Redis that serves; it will do so again, so there is no hurry.
    mutating func lost(generation: UInt64, isUseless: Bool = false, random: UInt64) -> Action {
        guard generation == self.generation else { return .none }
        switch self.state {
        case .idle, .backingOff, .closed:
            return .none
        case .ready:
            self.failures = isUseless ? Self.failuresOfAUselessPeer : 0
        case .connecting, .handshaking:
            self.failures += 1
        }
        self.state = .backingOff
        return .reconnect(after: self.backoff.delay(attempt: self.failures, random: random))
    }

    mutating func close() {
        self.state = .closed
    }

    private mutating func connect() -> Action {
        self.state = .connecting
        self.generation &+= 1
        return .connect(generation: self.generation)
    }
}
