import Logging
import Synchronization

/// The decisions that a Redis which answers has refused: remembered for a while, for the decisions that it makes meanwhile do not undo
/// them, and logged once a minute.
final class RefusalMemory: Sendable {
    /// How long after the last refusal Redis counts as unavailable.
    static let quietTime: Int64 = 10_000_000_000
    private static let logInterval: Int64 = 60_000_000_000

    private struct State {
        var latest: Int64?
        var logged: Int64?
        var unlogged = 0
    }

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Remembers a refusal.
    /// - Parameters:
    ///   - error: Why; neither it nor the log holds keys, arguments or the reply's text.
    ///   - now: Uptime in nanoseconds.
    func note(_ error: RedisError, now: Int64) {
        let unlogged: Int? = self.state.withLock { state in
            state.latest = max(state.latest ?? now, now)
            state.unlogged += 1
            if let logged = state.logged, Self.time(from: logged, to: now) < Self.logInterval { return nil }
            state.logged = now
            defer { state.unlogged = 0 }
            return state.unlogged
        }
        guard let unlogged else { return }
        self.logger.warning(
            "redis refuses to decide about limits",
            metadata: ["redis.error": "\(error.serverCode ?? "unexpected reply")", "refusals": "\(unlogged)"])
    }

    /// Whether nothing was refused lately.
    /// - Parameter now: Uptime in nanoseconds.
    func isQuiet(now: Int64) -> Bool {
        self.state.withLock { state in
            guard let latest = state.latest else { return true }
            return Self.time(from: latest, to: now) > Self.quietTime
        }
    }

    private static func time(from: Int64, to: Int64) -> Int64 {
        let (time, overflow) = to.subtractingReportingOverflow(from)
        return overflow ? .max : time
    }
}
