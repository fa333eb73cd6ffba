import Testing

@testable import NexusRedis

@Suite struct RedisConfigurationTests {
    @Test func theDefaultsAreValid() throws {
        try RedisConfiguration(url: RedisURL(host: "h")).validate()
        try RedisConfiguration(url: RedisURL(host: "h", isSecure: true)).validate()
    }

    @Test(
        arguments: [
            ("tls", { @Sendable in $0.url.isSecure = true }),
            ("url.port", { $0.url.port = 0 }),
            ("url.database", { $0.url.database = -1 }),
            ("url.username", { $0.url.username = "u" }),
            ("connections", { $0.connections = 0 }),
            ("maximumInFlight", { $0.maximumInFlight = 0 }),
            ("breakerThreshold", { $0.breakerThreshold = 0 }),
            ("commandTimeout", { $0.commandTimeout = .zero }),
            ("hangTimeout", { $0.hangTimeout = .seconds(-1) }),
            ("backoff.maximum", { $0.backoff.maximum = .seconds(1 << 60) }),
            ("replyLimits", { $0.replyLimits.depth = 0 }),
        ] as [(String, @Sendable (inout RedisConfiguration) -> Void)])
    func refusesAndNamesTheOption(name: String, change: @Sendable (inout RedisConfiguration) -> Void) {
        var configuration = RedisConfiguration(url: RedisURL(host: "h"))
        change(&configuration)
        let error = #expect(throws: RedisError.self) { try configuration.validate() }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(name) == true)
    }

    @Test func backsOffWithinBounds() {
        let backoff = ReconnectBackoff(minimum: .milliseconds(20), maximum: .milliseconds(500))
        var random = SeededRandom(seed: 2)
        for attempt in [0, 1, 2, 4, 5, 10, 62, 64, .max] {
            let ceiling = attempt > 4 ? 500_000_000 : Int64(20_000_000) << Int64(attempt)
            for _ in 0..<100 {
                let delay = backoff.delay(attempt: attempt, random: random.next())
                #expect((min(ceiling, 500_000_000) / 2...min(ceiling, 500_000_000)).contains(delay))
            }
        }
    }
}
