import NexusAuth
import NexusCore
import Testing

@Suite struct RateLimitHeadersTests {
    private static let now = Moment(unixNanoseconds: 1_700_000_000_250_000_000, uptimeNanoseconds: 5)

    private static func lines(_ rule: LimitRule, _ decision: LimitDecision) -> String {
        var bytes: [UInt8] = []
        RateLimitHeaders(rule).append(decision, now: self.now, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func theseAreTheLinesOfAnAdmittedRequest() {
        let rule = LimitRule(name: "default", requestsPerMinute: 100, burstSize: 20)
        let decision = LimitDecision(isAllowed: true, remaining: 119, resetAfter: 600_000_000, retryAfter: 0)
        #expect(
            Self.lines(rule, decision)
                == "RateLimit-Policy: \"default\";q=120;w=72\r\nX-RateLimit-Limit: 120\r\nX-RateLimit-Remaining: 119\r\n"
                + "X-RateLimit-Reset: 1700000001\r\nRateLimit: \"default\";r=119;t=1\r\n")
    }

    @Test func theseAreTheLinesOfARejectedRequest() {
        let rule = LimitRule(name: "/api/\"chat\"\\é/*", requestsPerMinute: 30, burstSize: 0)
        let decision = LimitDecision(isAllowed: false, remaining: 0, resetAfter: 60_000_000_000, retryAfter: 2_000_000_000)
        #expect(
            Self.lines(rule, decision)
                == "RateLimit-Policy: \"/api/\\\"chat\\\"\\\\??/*\";q=30;w=60\r\nX-RateLimit-Limit: 30\r\nX-RateLimit-Remaining: 0\r\n"
                + "X-RateLimit-Reset: 1700000061\r\nRateLimit: \"/api/\\\"chat\\\"\\\\??/*\";r=0;t=60\r\n")
    }

    @Test func bothFormsSayTheSame() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let rule = LimitRule(name: "r", requestsPerMinute: Int.random(in: 1...10_000_000, using: &random), burstSize: 7)
            let decision = LimitDecision(
                isAllowed: true, remaining: Int.random(in: 0...rule.capacity, using: &random),
                resetAfter: Int64.random(in: 0...(1 << 50), using: &random), retryAfter: 0)
            let fields = RateLimitHeaders(rule).fields(decision, now: Self.now)
            #expect(Self.lines(rule, decision) == fields.map { "\($0.name): \($0.value)\r\n" }.joined())
        }
    }

    @Test func noFigureMakesItTrap() {
        let rule = LimitRule(name: "r", requestsPerMinute: 1, burstSize: 0)
        let decision = LimitDecision(isAllowed: false, remaining: -1, resetAfter: .max, retryAfter: .max)
        #expect(Self.lines(rule, decision).contains("X-RateLimit-Remaining: 0\r\n"))
        #expect(Self.lines(rule, LimitDecision(isAllowed: false, remaining: 0, resetAfter: .min, retryAfter: 0)).contains(";t=0\r\n"))
    }
}
