public import Logging
public import NIOCore
public import NIOPosix
import NIOSSL
import NexusCore
import Synchronization

/// A small Redis client: a fixed number of pipelined connections, a deadline for every command, and a circuit breaker.
///
/// Start it with ``run()``, or with ``start()`` and, at the end, ``shutdown()``; it does not start twice. It connects, and connects
/// again, on its own. A command waits neither for a connection that is known to be down nor, however it ends, longer than its
/// deadline; cancelling the task of a caller does not shorten that.
public final class RedisClient: RedisCommandExecutor {
    private let configuration: RedisConfiguration
    private let connections: [RedisConnection]
    private let breaker: SharedBreaker
    private let pulse = Mutex<RepeatedTask?>(nil)
    private let turn = Atomic<UInt>(0)
    private let overloads = Atomic<Int>(0)
    private let runs = Mutex<[AsyncStream<Never>.Continuation]>([])

    /// Creates a client that is not connected yet.
    /// - Parameters:
    ///   - configuration: How to reach Redis, and what it may cost.
    ///   - eventLoopGroup: Where the connections live; it is not shut down by the client.
    ///   - logger: Hears of connections made and lost, and of the circuit breaker.
    /// - Throws: ``RedisError`` for an option that cannot work, `SecretError` for a password that cannot be read, and `NIOSSLError` for
    ///   TLS settings that cannot be used.
    public init(
        configuration: RedisConfiguration,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger = Logger(label: "nexus.redis")
    ) throws {
        try configuration.validate()
        var logger = logger
        logger[metadataKey: "redis.url"] = "\(configuration.url)"
        let settings = RedisConnection.Settings(
            configuration: configuration,
            handshake: try RedisHandshake(url: configuration.url, clientName: configuration.clientName),
            tls: try configuration.tls.map(NIOSSLContext.init(configuration:)),
            commandTimeout: configuration.commandTimeout.nanoseconds,
            heartbeat: configuration.heartbeat.nanoseconds
        )
        let breaker = SharedBreaker(
            CircuitBreaker(threshold: configuration.breakerThreshold, cooldown: configuration.breakerCooldown.nanoseconds),
            logger: logger
        )
        self.configuration = configuration
        self.breaker = breaker
        self.connections = (0..<configuration.connections).map { _ in
            RedisConnection(settings: settings, loop: eventLoopGroup.next(), breaker: breaker, logger: logger)
        }
    }

    /// Serves until the task is cancelled or ``shutdown()`` is called; everything is closed when it returns.
    public func run() async {
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        self.runs.withLock { $0.append(end) }
        self.start()
        for await _ in ended {}
        await self.shutdown()
    }

    /// Begins to connect; returns at once.
    public func start() {
        for connection in self.connections { connection.start() }
        guard let loop = self.connections.first?.loop else { return }
        let interval = TimeAmount.nanoseconds(min(self.configuration.breakerCooldown, self.configuration.heartbeat).nanoseconds)
        self.pulse.withLock { pulse in
            guard pulse == nil else { return }
            pulse = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] _ in self?.beat() }
        }
    }

    /// Closes all connections; waiting commands fail with ``RedisError/Code/closed``.
    public func shutdown() async {
        self.pulse.withLock { $0 }?.cancel()
        let runs = self.runs.withLock { runs in
            defer { runs = [] }
            return runs
        }
        for end in runs { end.finish() }
        for connection in self.connections { await connection.close() }
    }

    /// Sends a command and waits for its reply.
    /// - Parameter command: The command. Blocking commands and subscriptions are not for a shared connection.
    /// - Returns: The reply; an error reply of Redis is a value.
    /// - Throws: ``RedisError``: the deadline is over, too many commands wait, the breaker is open, or there is no connection.
    public func send(_ command: RedisCommand) async throws -> RESPValue {
        guard self.breaker.state == .closed else { throw RedisError.circuitOpen }
        return try await withCheckedThrowingContinuation { continuation in
            if let error = self.submit(command, waiter: .caller(continuation)) { continuation.resume(throwing: error) }
        }
    }

    /// Whether a connection is ready and the breaker is closed.
    public var isAvailable: Bool {
        self.breaker.state == .closed && self.connections.contains { $0.isReady }
    }

    /// What the client did, and how it stands.
    public var statistics: RedisStatistics {
        var sum = self.connections.reduce(RedisStatistics()) { $0 + $1.statistics }
        sum.overloads = self.overloads.load(ordering: .relaxed)
        sum.breaker = self.breaker.state
        return sum
    }

    /// Gives the command to the next healthy connection, else to one that may still answer; says why when there is none.
    private func submit(_ command: RedisCommand, waiter: RedisWaiter) -> RedisError? {
        let now = TimeSource.system.now().uptimeNanoseconds
        if self.offer(command, waiter: waiter, now: now, to: .healthy) == .accepted { return nil }
        switch self.offer(command, waiter: waiter, now: now, to: .usable) {
        case .accepted:
            return nil
        case .unusable:
            return .unavailable
        case .full:
            self.overloads.wrappingAdd(1, ordering: .relaxed)
            return .overloaded
        }
    }

    /// Connections in turn, those of the caller's own event loop first: there neither command nor reply changes threads.
    private func offer(_ command: RedisCommand, waiter: RedisWaiter, now: Int64, to condition: RedisConnection.Condition)
        -> RedisConnection.Submission
    {
        let turn = Int(self.turn.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(self.connections.count))
        let first = self.connections.firstIndex { $0.loop.inEventLoop } ?? turn
        var answer = RedisConnection.Submission.unusable
        for offset in 0..<self.connections.count {
            let connection = self.connections[(first + offset) % self.connections.count]
            let submission = connection.submit(command, waiter: waiter, now: now, if: condition)
            if submission == .accepted { return .accepted }
            if submission == .full { answer = .full }
        }
        return answer
    }

    private func beat() {
        let now = TimeSource.system.now().uptimeNanoseconds
        let isProbing = self.breaker.beginProbe(now: now)
        var isAsked = false
        for connection in self.connections where connection.pulse(now: now, force: isProbing) { isAsked = true }
        if isProbing, !isAsked { self.breaker.failed(1, now: now) }
    }
}
