import NexusAuth
import NexusCore
import Testing

@Suite struct RateLimitConfigTests {
    @Test func theSpecificationsExampleIsValid() throws {
        try RateLimitConfig(
            requestsPerMinute: 100,
            burstSize: 20,
            backend: .memory,
            redisURL: "redis://localhost:6379",
            routeLimits: [
                "/api/chat/*": .init(requestsPerMinute: 30),
                "/api/auth/login": .init(requestsPerMinute: 10, burstSize: 5),
                "/health": nil,
            ],
            includeHeaders: true,
            failOpen: true
        ).validate()
    }

    @Test func theDefaultsAreTheSpecifications() throws {
        let config = RateLimitConfig()
        try config.validate()
        #expect(config.requestsPerMinute == 100 && config.burstSize == 20 && config.backend == .memory && config.redisURL == nil)
        #expect(config.includeHeaders && config.failOpen == .open && config.routeLimits == [:])
        #expect(config.redisTimeout == .milliseconds(50) && config.redisKeyPrefix == "nexus:rl:" && config.maximumKeys == 1_000_000)
    }

    private static let refused: [(RateLimitConfig, String)] = [
        (.init(requestsPerMinute: 0), "rate_limit.requests_per_minute: 0 is not between 1 and 10000000"),
        (.init(requestsPerMinute: -5), "rate_limit.requests_per_minute: -5 is not between 1 and 10000000"),
        (.init(burstSize: -1), "rate_limit.burst_size: -1 is not between 0 and 10000000"),
        (.init(backend: .redis), "rate_limit.redis_url: required with backend redis, for example redis://localhost:6379"),
        (.init(backend: .init(rawValue: "reddis")), "rate_limit.backend: \"reddis\" is neither memory nor redis; did you mean redis?"),
        (
            .init(routeLimits: ["/a": .init(requestsPerMinute: 0)]),
            "rate_limit.route_limits./a.requests_per_minute: 0 is not between 1 and 10000000"
        ),
        (.init(localShare: 0), "rate_limit.local_share: 0.0 is not above 0 and at most 1"),
        (.init(localShare: .nan), "rate_limit.local_share: nan is not above 0 and at most 1"),
        (.init(maximumKeys: 0), "rate_limit.maximum_keys: 0 is not between 1 and 100000000"),
        (.init(failedTokensPerMinute: 0), "rate_limit.failed_tokens_per_minute: 0 is not between 1 and 10000000"),
        (.init(preflightsPerMinute: 0), "rate_limit.preflights_per_minute: 0 is not between 1 and 10000000"),
        (.init(redisTimeout: .zero), "rate_limit.redis_timeout: 0.0 seconds is not above 0 and at most 10 seconds"),
        (.init(redisKeyPrefix: "a{b}"), "rate_limit.redis_key_prefix: must be 1 to 64 printable ASCII characters without braces"),
        (.init(redisTimeout: .seconds(1)), "rate_limit.redis_timeout: has no effect with backend memory"),
        (.init(redisKeyPrefix: "app:"), "rate_limit.redis_key_prefix: has no effect with backend memory"),
        (.init(localShare: 0.25), "rate_limit.local_share: has no effect with backend memory"),
        (
            .init(backend: .redis, redisURL: "redis://h", failOpen: .closed, localShare: 0.25),
            "rate_limit.local_share: has no effect: no limit has fail_open local"
        ),
    ]

    @Test(arguments: Self.refused.indices)
    func refusesInOneClearLine(index: Int) {
        let (config, message) = Self.refused[index]
        let error = #expect(throws: RateLimitConfigError.self) { try config.validate() }
        #expect(error?.description == message)
    }

    @Test func `The share counts wherever something is counted locally`() throws {
        for (general, route) in [(FailurePolicy.local, nil), (.open, nil), (.closed, FailurePolicy.local)] {
            try RateLimitConfig(
                backend: .redis, redisURL: "redis://h", routeLimits: ["/a": RouteLimit(requestsPerMinute: 1, failOpen: route)],
                failOpen: general, localShare: 0.25
            ).validate()
        }
    }

    @Test func failurePoliciesReadAsInAConfiguration() {
        #expect(FailurePolicy(named: "true") == true && FailurePolicy(named: "false") == false)
        #expect(FailurePolicy(named: "local") == .local && FailurePolicy(named: "open") == .open)
        #expect(FailurePolicy(named: "closed") == .closed && FailurePolicy(named: "maybe") == nil)
    }
}
