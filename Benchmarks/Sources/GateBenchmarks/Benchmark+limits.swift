import NexusAuth
import NexusCore

extension Benchmark {
    /// The limiter: one caller, callers in turn, and a table that already holds many.
    static let limits =
        [
            Benchmark("limit/key") {
                let seed = SipHash128.Key.random()
                let subject = LimitSubject.identity(issuer: nil, user: "user-1", tenant: "tenant-1")
                return { subject.key(seed: seed) }
            },
            Benchmark("limit/headers") {
                let limiter = try Self.limiter(holding: 1)
                let headers = RateLimitHeaders(limiter.rules[0])
                let decision = LimitDecision(isAllowed: true, remaining: 99, resetAfter: 600_000_000, retryAfter: 0)
                return {
                    var bytes: [UInt8] = []
                    bytes.reserveCapacity(256)
                    headers.append(decision, now: GateFixture.now, to: &bytes)
                    return bytes
                }
            },
        ]
        + [1_000, 1_000_000, 10_000_000].map { count in
            Benchmark("limit/take/\(count)") {
                let limiter = try Self.limiter(holding: count)
                let users = (0..<256).map { LimitSubject.identity(issuer: nil, user: "user-\($0)", tenant: "tenant-1") }
                var next = 0
                return {
                    next = (next + 1) & 255
                    return limiter.take(rule: limiter.generalRule, subject: users[next], now: GateFixture.now)
                }
            }
        } + limitsUnderLoad

    /// A limiter whose table holds buckets of so many callers.
    static func limiter(holding count: Int) throws -> Limiter {
        let limiter = try Limiter(RateLimitConfig(requestsPerMinute: 1_000, burstSize: 10_000_000, maximumKeys: 20_000_000))
        for number in 0..<count {
            _ = limiter.take(
                rule: limiter.generalRule, subject: .identity(issuer: nil, user: "user-\(number)", tenant: "tenant-1"), now: GateFixture.now
            )
        }
        return limiter
    }
}
