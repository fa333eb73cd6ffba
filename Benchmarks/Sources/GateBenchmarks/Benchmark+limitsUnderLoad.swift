import Dispatch
import NexusAuth
import NexusCore

extension Benchmark {
    /// The limiter where it is least at ease: callers in no order, on one thread and on two, beside what the memory itself costs.
    ///
    /// `random-read` is the floor: the plainest walk through as much memory, of which each step depends on the one before.
    static let limitsUnderLoad = [1_000, 1_000_000, 10_000_000].flatMap { count in
        [
            Benchmark("limit/random/\(count)", threads: 1) { try Self.randomTakes(among: count) },
            Benchmark("limit/random-two-threads/\(count)", threads: 2) { try Self.randomTakes(among: count) },
            Benchmark("primitive/random-read/\(count)", threads: 1) { Self.randomReads(of: count * 6) },
        ]
    }

    /// - Parameters:
    ///   - name: The name that thresholds are kept under.
    ///   - threads: How many threads repeat the operation at the same time; the time is that of one repetition on one of them.
    ///   - prepare: Makes what the operation needs, and returns what repeats it on a thread.
    private init(
        _ name: String, threads: Int, _ prepare: @escaping @Sendable () throws -> @Sendable (_ thread: Int, _ iterations: Int) -> Void
    ) {
        self.name = name
        self.prepare = {
            let run = try prepare()
            return { iterations in
                guard threads > 1 else { return run(0, iterations) }
                DispatchQueue.concurrentPerform(iterations: threads) { run($0, iterations) }
            }
        }
    }

    private static func randomTakes(among count: Int) throws -> @Sendable (_ thread: Int, _ iterations: Int) -> Void {
        let limiter = try Limiter(RateLimitConfig(requestsPerMinute: 1_000, burstSize: 10_000_000, maximumKeys: 20_000_000))
        for number in 0..<count { _ = limiter.take(rule: limiter.generalRule, subject: Self.caller(number), now: GateFixture.now) }
        return { thread, iterations in
            var random = UInt64(thread) &+ 1
            for _ in 0..<iterations {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let caller = Self.caller(Int(random >> 33) % count)
                _ = limiter.take(rule: limiter.generalRule, subject: caller, now: GateFixture.now)
            }
        }
    }

    /// An address: to make one costs nothing beside the decision.
    private static func caller(_ number: Int) -> LimitSubject {
        .address(IPAddress(v4: UInt32(truncatingIfNeeded: number)))
    }

    /// Eight-byte words, six of them for each of the table's callers.
    private static func randomReads(of count: Int) -> @Sendable (_ thread: Int, _ iterations: Int) -> Void {
        let words = (0..<UInt64(count)).map { $0 &* 0x9E37_79B9_7F4A_7C15 }
        return { _, iterations in
            var random: UInt64 = 1
            for _ in 0..<iterations {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                random &+= words[Int(random >> 33) % count]
            }
            precondition(random != 0)
        }
    }
}
