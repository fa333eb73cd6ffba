import Foundation
import NexusAuth
import Testing

@testable import NexusRedis

extension RealRedisTests {
    /// Redis hangs, and nothing but the bound of the queue stops callers from asking on.
    @Suite struct FullQueueTests {
        @Test func aHungRedisHoldsNoMoreThanItsQueueAndLetsGoOfIt() async throws {
            try await RedisServer.run { server in
                var configuration = server.configuration(connections: 2, timeout: .milliseconds(50))
                configuration.maximumInFlight = 64
                configuration.hangTimeout = .seconds(30)
                configuration.breakerThreshold = .max
                try await withClient(configuration) { redis in
                    let store = RedisRateLimitStore(executor: redis)
                    let reconnects = redis.statistics.reconnects
                    let rule = LimitRule(name: "default", requestsPerMinute: 1_000_000, burstSize: 0)
                    try await Load.run(callers: 300, pause: .milliseconds(5), ask: { _ = try await store.take(key: "k", rule: rule) }) {
                        load in
                        try await Task.sleep(for: .milliseconds(200))
                        server.signal(SIGSTOP)
                        // Commands whose callers gave up keep their places: their replies are still to come.
                        _ = try await until(.seconds(10)) { redis.statistics.inFlight == 128 }
                        let full = ContinuousClock.now
                        for _ in 0..<100 {
                            try await Task.sleep(for: .milliseconds(10))
                            #expect(redis.statistics.inFlight <= 128)
                        }
                        let refused = load.since(full).filter { $0.error?.code == .overloaded }
                        #expect(refused.count > 1_000)
                        #expect(refused.latency(percentile: 50) < .milliseconds(25), "who finds the queue full does not wait")
                        server.signal(SIGCONT)
                        _ = try await until(.seconds(10)) { load.since(full).contains { $0.error == nil } }
                    }
                    _ = try await until(.seconds(10)) { redis.statistics.inFlight == 0 }
                    #expect(redis.statistics.reconnects == reconnects)
                }
            }
        }
    }
}
