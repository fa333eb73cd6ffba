import Logging
import NIOCore
import NIOSSL
import NexusCore
import Synchronization

/// One connection that is made again whenever it breaks, on one event loop.
///
/// All that decides is in ``RedisConnectionMachine`` and ``CommandQueue``; here their actions are carried out, outside the lock.
final class RedisConnection: Sendable {
    struct Settings: Sendable {
        let configuration: RedisConfiguration
        let handshake: RedisHandshake
        let tls: NIOSSLContext?
        let commandTimeout: Int64
        let heartbeat: Int64
    }

    struct State: Sendable {
        var machine: RedisConnectionMachine
        var queue: CommandQueue<RedisWaiter>
        var statistics = RedisStatistics()
        var channel: (any Channel)?
        var isDrainScheduled = false
        /// The deadline of the sweep that is scheduled.
        var sweep: Int64?
        var lastReply: Int64 = 0
    }

    /// How ready a connection must be to take a command.
    enum Condition {
        /// Ready, and no reply is overdue.
        case healthy
        /// Ready, or about to be.
        case usable
    }

    enum Submission {
        case accepted
        case unusable
        case full
    }

    let loop: any EventLoop
    let settings: Settings
    let state: Mutex<State>
    private let breaker: SharedBreaker
    private let logger: Logger

    init(settings: Settings, loop: any EventLoop, breaker: SharedBreaker, logger: Logger) {
        let configuration = settings.configuration
        self.settings = settings
        self.loop = loop
        self.breaker = breaker
        self.logger = logger
        self.state = Mutex(
            State(
                machine: RedisConnectionMachine(steps: settings.handshake.steps, backoff: configuration.backoff),
                queue: CommandQueue(capacity: configuration.maximumInFlight, hangTimeout: configuration.hangTimeout.nanoseconds)
            )
        )
    }

    var isReady: Bool { self.state.withLock { $0.machine.isReady } }

    var statistics: RedisStatistics {
        self.state.withLock { state in
            var statistics = state.statistics
            statistics.inFlight = state.queue.count
            statistics.ready = state.machine.isReady ? 1 : 0
            return statistics
        }
    }

    func start() {
        self.perform(self.state.withLock { $0.machine.start() })
    }

    /// Ends the connection for good.
    func close() async {
        let (waiters, channel) = self.state.withLock { state in
            state.machine.close()
            defer { state.channel = nil }
            return (state.queue.drain(), state.channel)
        }
        for waiter in waiters { waiter.resume(throwing: .closed) }
        // An error here says only that it is closed already.
        try? await channel?.close().get()
    }

    /// Queues a command; its waiter is resumed exactly once if it is accepted, and not at all otherwise.
    func submit(_ command: RedisCommand, waiter: RedisWaiter, now: Int64, if condition: Condition) -> Submission {
        let (submission, schedulesDrain) = self.state.withLock { state -> (Submission, Bool) in
            switch condition {
            case .healthy: guard state.machine.isReady, state.queue.abandoned == 0 else { return (.unusable, false) }
            case .usable: guard state.machine.acceptsCommands else { return (.unusable, false) }
            }
            let deadline = now &+ self.settings.commandTimeout
            guard state.queue.append(waiter, deadline: deadline, encode: command.encode) else { return (.full, false) }
            state.statistics.commands &+= 1
            defer { state.isDrainScheduled = true }
            return (.accepted, !state.isDrainScheduled)
        }
        if schedulesDrain { self.loop.execute { self.drain() } }
        return submission
    }

    /// Asks Redis for a sign of life when it was silent for a while.
    /// - Returns: Whether it was asked.
    func pulse(now: Int64, force: Bool) -> Bool {
        let isDue = self.state.withLock { $0.machine.isReady && (force || now &- $0.lastReply >= self.settings.heartbeat) }
        guard isDue else { return false }
        return self.submit(["PING"], waiter: .probe, now: now, if: .usable) == .accepted
    }

    /// Sends what was queued since the last time: one write and one flush for all of it.
    private func drain() {
        let (bytes, channel) = self.state.withLock { state -> (ByteBuffer, (any Channel)?) in
            state.isDrainScheduled = false
            return state.machine.isReady ? (state.queue.takeUnsent(), state.channel) : (ByteBuffer(), nil)
        }
        self.scheduleSweep()
        guard let channel, bytes.readableBytes > 0 else { return }
        channel.writeAndFlush(bytes, promise: nil)
    }

    /// Schedules the next sweep, unless one comes early enough.
    private func scheduleSweep() {
        let deadline = self.state.withLock { state -> Int64? in
            guard let deadline = state.queue.nextDeadline, deadline < state.sweep ?? .max else { return nil }
            state.sweep = deadline
            return deadline
        }
        guard let deadline else { return }
        let delay = max(0, deadline &- TimeSource.system.now().uptimeNanoseconds)
        self.loop.scheduleTask(in: .nanoseconds(delay)) { self.sweep(at: deadline) }
    }

    private func sweep(at deadline: Int64) {
        let now = TimeSource.system.now().uptimeNanoseconds
        let (expired, hungGeneration) = self.state.withLock { state -> ([RedisWaiter], UInt64?) in
            // One that was overtaken by an earlier one leaves the schedule alone.
            if state.sweep == deadline { state.sweep = nil }
            let expired = state.queue.expire(now: now)
            state.statistics.timeouts &+= expired.count
            return (expired, state.queue.isHung(now: now) ? state.machine.generation : nil)
        }
        if !expired.isEmpty { self.breaker.failed(expired.count, now: now) }
        for waiter in expired { waiter.resume(throwing: .timedOut) }
        if let hungGeneration { self.lost(.hung, generation: hungGeneration) }
        self.scheduleSweep()
    }

    /// Replies in order, as the channel read them.
    func received(_ replies: [RESPValue], generation: UInt64) {
        guard !replies.isEmpty else { return }
        let now = TimeSource.system.now().uptimeNanoseconds
        var deliveries: [(RedisWaiter, RESPValue)] = []
        deliveries.reserveCapacity(replies.count)
        let action = self.state.withLock { state -> RedisConnectionMachine.Action in
            guard generation == state.machine.generation else { return .none }
            state.lastReply = now
            var action = RedisConnectionMachine.Action.none
            for reply in replies {
                guard state.machine.isReady else {
                    action = state.machine.handshakeReply(reply)
                    if case .drop = action { return action }
                    continue
                }
                switch state.queue.answer() {
                case .deliver(let waiter): deliveries.append((waiter, reply))
                case .abandoned: break
                case .unexpected: return .drop(RedisError(.protocolViolation, "received a reply that nobody asked for"))
                }
                // A server that lost its role stays without it: the name may lead to the new one by now.
                if let code = reply.errorCode, Self.isRoleLost(code) { action = .drop(.refused(code, by: "a command")) }
            }
            state.statistics.replies &+= deliveries.count
            return action
        }
        if !deliveries.isEmpty { self.breaker.succeeded() }
        // First, so that whoever hears of a useless peer finds it left already.
        self.perform(action, generation: generation)
        for (waiter, reply) in deliveries { waiter.resume(returning: reply) }
    }

    /// The connection of this generation is no more, or must not be used further.
    func lost(_ cause: RedisError, generation: UInt64) {
        let random = UInt64.random(in: 0 ... .max)
        let isUseless = cause.code == .refused || cause.code == .protocolViolation
        let (action, waiters, channel, isFirst) = self.state.withLock { state in
            let isFirst = state.machine.failures == 0
            let action = state.machine.lost(generation: generation, isUseless: isUseless, random: random)
            guard action != .none else { return (action, [RedisWaiter](), (any Channel)?.none, false) }
            let waiters = state.queue.drain()
            state.statistics.losses &+= waiters.count
            if cause.code == .protocolViolation { state.statistics.violations &+= 1 }
            defer { state.channel = nil }
            return (action, waiters, state.channel, isFirst)
        }
        guard action != .none else { return }
        if isFirst { self.logger.warning("redis connection lost", metadata: ["redis.cause": "\(cause.message)"]) }
        channel?.close(promise: nil)
        // What was refused was another command: those that wait may or may not have been carried out.
        let failure = cause.code == .refused ? .connectionLost : cause
        for waiter in waiters {
            // A probe that gets no answer must not leave the breaker half open.
            if case .probe = waiter { self.breaker.failed(1, now: TimeSource.system.now().uptimeNanoseconds) }
            waiter.resume(throwing: failure)
        }
        self.perform(action, generation: generation)
    }

    func perform(_ action: RedisConnectionMachine.Action, generation: UInt64 = 0) {
        switch action {
        case .none:
            break
        case .connect(let generation):
            self.connect(generation: generation)
        case .sendHandshake:
            self.sendHandshake(generation: generation)
        case .announceReady:
            self.announceReady(generation: generation)
        case .reconnect(let delay):
            self.loop.scheduleTask(in: .nanoseconds(delay)) {
                self.perform(self.state.withLock { $0.machine.retry(generation: generation) })
            }
        case .drop(let error):
            self.lost(error, generation: generation)
        }
    }

    private func announceReady(generation: UInt64) {
        if generation > 1 { self.state.withLock { $0.statistics.reconnects &+= 1 } }
        self.logger.info("redis connected", metadata: ["redis.attempts": "\(generation)"])
        self.breaker.reset()
        self.drain()
    }

    private static func isRoleLost(_ code: String) -> Bool {
        code == "READONLY" || code == "LOADING" || code == "MASTERDOWN"
    }
}
