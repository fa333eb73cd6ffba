import NexusAuth
import NexusCore
import Testing

@testable import NexusRedis

extension RealRedisTests {
    @Suite struct StoreTests {
        @Test(arguments: [(1, 0), (7, 53), (100, 20), (90, 1000)])
        func sixtyFourTakersAdmitExactlyTheCapacity(rpm: Int, burst: Int) async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration(connections: 3)) { first in
                    try await withClient(server.configuration(connections: 2)) { second in
                        let stores = [RedisRateLimitStore(executor: first), RedisRateLimitStore(executor: second)]
                        let rule = LimitRule(name: "default", requestsPerMinute: rpm, burstSize: burst)
                        let start = ContinuousClock.now
                        let rounds = rule.capacity / 64 + 3
                        let admitted = try await withThrowingTaskGroup(of: Int.self) { group in
                            for taker in 0..<64 {
                                group.addTask {
                                    var admitted = 0
                                    for _ in 0..<rounds where try await stores[taker % 2].take(key: "{default:u1}", rule: rule).isAllowed {
                                        admitted += 1
                                    }
                                    return admitted
                                }
                            }
                            return try await group.reduce(0, +)
                        }
                        // What Redis' clock gave back while the test ran.
                        let refilled = Int((ContinuousClock.now - start).nanoseconds / rule.emissionInterval)
                        #expect((rule.capacity...(rule.capacity + refilled)).contains(admitted))
                    }
                }
            }
        }

        @Test func retryAfterIsTrueAndARejectionCostsNothing() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    let store = RedisRateLimitStore(executor: redis)
                    let rule = LimitRule(name: "default", requestsPerMinute: 30, burstSize: 0)
                    for left in (0..<30).reversed() {
                        let decision = try await store.take(key: "k", rule: rule)
                        #expect(decision.isAllowed && decision.remaining == left)
                        #expect((decision.retryAfter > 0) == (left == 0))
                    }
                    var rejected = try await store.take(key: "k", rule: rule)
                    for _ in 0..<100 {
                        let next = try await store.take(key: "k", rule: rule)
                        #expect(!next.isAllowed && next.remaining == 0)
                        #expect(next.retryAfter <= rejected.retryAfter, "asking must not push the time away")
                        rejected = next
                    }
                    #expect((1...2_000_000_000).contains(rejected.retryAfter))
                    #expect(rejected.resetAfter - rejected.retryAfter == 58_000_000_000)
                    try await Task.sleep(for: .nanoseconds(rejected.retryAfter))
                    #expect(try await store.take(key: "k", rule: rule).isAllowed)
                }
            }
        }

        @Test func aKeyVanishesWhenItsBucketIsFull() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    let store = RedisRateLimitStore(executor: redis, prefix: "p:")
                    let decision = try await store.take(key: "{a}", rule: LimitRule(name: "r", requestsPerMinute: 60, burstSize: 5))
                    guard case .integer(let left) = try await redis.send(["PTTL", "p:{a}"]) else { throw TestFailure("no PTTL") }
                    #expect((1...1000).contains(left))
                    #expect(decision.resetAfter == 1_000_000_000)
                    #expect(decision.remaining == 64)
                    _ = try await store.take(key: "{b}", rule: LimitRule(name: "r", requestsPerMinute: 6000, burstSize: 5))
                    _ = try await until(.seconds(5)) { try await redis.send(["EXISTS", "p:{b}"]) == .integer(0) }
                }
            }
        }

        @Test func forgetsWithFlushAllAndLearnsTheScriptAgain() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    let store = RedisRateLimitStore(executor: redis)
                    let rule = LimitRule(name: "default", requestsPerMinute: 10, burstSize: 0)
                    for _ in 0..<10 { #expect(try await store.take(key: "k", rule: rule).isAllowed) }
                    #expect(try await !store.take(key: "k", rule: rule).isAllowed)
                    _ = try await redis.send(["FLUSHALL"])
                    #expect(try await store.take(key: "k", rule: rule).remaining == 9)
                    _ = try await redis.send(["SCRIPT", "FLUSH"])
                    await withTaskGroup(of: Bool.self) { group in
                        for _ in 0..<64 { group.addTask { (try? await store.take(key: "k", rule: rule)) != nil } }
                        for await isDecided in group { #expect(isDecided) }
                    }
                    guard case .bulk(let info) = try await redis.send(["INFO", "commandstats"]) else { throw TestFailure("no INFO") }
                    #expect(
                        String(decoding: info, as: UTF8.self).contains("cmdstat_script|load:calls=2,"), "one load, and one after the flush")
                    #expect(try await !store.take(key: "k", rule: rule).isAllowed, "the buckets outlived the scripts")
                }
            }
        }

        @Test(arguments: [["SET", "nexus:rl:k", "other"] as RedisCommand, ["LPUSH", "nexus:rl:k", "other"]])
        func aForeignKeyIsAnError(command: RedisCommand) async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    let time = ManualTime()
                    let store = RedisRateLimitStore(executor: redis, time: .manual(time))
                    _ = try await redis.send(command)
                    let rule = LimitRule(name: "default", requestsPerMinute: 10, burstSize: 0)
                    let error = await #expect(throws: RedisError.self) { try await store.take(key: "k", rule: rule) }
                    #expect(error?.code == .refused)
                    #expect(!store.isAvailable)
                    _ = try await store.take(key: "l", rule: rule)
                    #expect(!store.isAvailable)
                    time.advance(by: .seconds(11))
                    #expect(store.isAvailable)
                }
            }
        }

        @Test func outOfMemoryIsAnErrorAndHeals() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    let store = RedisRateLimitStore(executor: redis)
                    let rule = LimitRule(name: "default", requestsPerMinute: 10, burstSize: 0)
                    _ = try await store.take(key: "k", rule: rule)
                    _ = try await redis.send(["CONFIG", "SET", "maxmemory", "1"])
                    let error = await #expect(throws: RedisError.self) { try await store.take(key: "k", rule: rule) }
                    #expect(error?.serverCode == "OOM")
                    _ = try await redis.send(["CONFIG", "SET", "maxmemory", "0"])
                    #expect(try await store.take(key: "k", rule: rule).isAllowed)
                }
            }
        }
    }
}
