public import Logging
public import NexusAuth
public import NexusCore

/// Buckets in Redis, shared by all servers that use the same prefix: the model of the table in memory, by Redis' own clock.
///
/// One round trip a decision, and one key a script, so it is safe for Redis Cluster as long as the executor sends a key to its node.
/// Needs Redis 5 or newer. An ACL user needs the commands `EVAL`, `EVALSHA`, `SCRIPT LOAD`, `PING`, `TIME`, `GET` and `SET`
/// on the keys of the prefix.
public final class RedisRateLimitStore<Executor: RedisCommandExecutor>: RateLimitStore {
    private let executor: Executor
    private let prefix: String
    private let time: TimeSource
    private let script = RedisScript(source: LimitScript.source)
    private let refusals: RefusalMemory

    /// Creates a store.
    /// - Parameters:
    ///   - executor: What sends the commands: a ``RedisClient``, or another client.
    ///   - prefix: What the keys begin with.
    ///   - time: The clock by which a refusal is forgotten in ``isAvailable``; decisions are made by Redis' clock.
    ///   - logger: Hears of refusals, once a minute.
    public init(
        executor: Executor, prefix: String = "nexus:rl:", time: TimeSource = .system, logger: Logger = Logger(label: "nexus.redis")
    ) {
        self.executor = executor
        self.prefix = prefix
        self.time = time
        self.refusals = RefusalMemory(logger: logger)
    }

    /// Takes one request out of a bucket, atomically and by Redis' clock.
    ///
    /// One command, with the executor's deadline; up to two more when Redis has lost its scripts.
    /// - Parameters:
    ///   - key: Names the bucket; with a hash tag if the executor speaks to a cluster.
    ///   - rule: The limit.
    /// - Returns: The decision; a rejected request costs the bucket nothing.
    /// - Throws: ``RedisError``, or whatever the executor throws.
    public func take(key: String, rule: LimitRule) async throws -> LimitDecision {
        do {
            let reply = try await self.script.call(
                keys: [.text(self.prefix + key)],
                arguments: [.integer(rule.requestsPerMinute), .integer(rule.capacity)],
                on: self.executor
            )
            guard let decision = Self.decision(reply, capacity: rule.capacity) else { throw RedisError.unexpected(reply, to: "EVALSHA") }
            return decision
        } catch let error as RedisError where error.code == .refused || error.code == .unexpectedReply {
            // Silence is the executor's to notice; this is an answer, which leaves the executor available.
            self.refusals.note(error, now: self.time.now().uptimeNanoseconds)
            throw error
        }
    }

    /// Whether Redis can be asked, and refused nothing within the last ten seconds, whatever it decided meanwhile.
    public var isAvailable: Bool {
        self.executor.isAvailable && self.refusals.isQuiet(now: self.time.now().uptimeNanoseconds)
    }

    /// Reads the script's answer; nil when it is anything else.
    static func decision(_ reply: RESPValue, capacity: Int) -> LimitDecision? {
        guard case .array(let elements) = reply, elements.count == 4,
            case .integer(let admitted) = elements[0], admitted == 0 || admitted == 1,
            case .integer(let remaining) = elements[1], (0...Int64(capacity)).contains(remaining),
            case .integer(let reset) = elements[2], reset >= 0,
            case .integer(let retry) = elements[3], retry >= 0
        else { return nil }
        let (resetAfter, resetOverflow) = reset.multipliedReportingOverflow(by: 1000)
        let (retryAfter, retryOverflow) = retry.multipliedReportingOverflow(by: 1000)
        guard !resetOverflow, !retryOverflow else { return nil }
        return LimitDecision(isAllowed: admitted == 1, remaining: Int(remaining), resetAfter: resetAfter, retryAfter: retryAfter)
    }
}
