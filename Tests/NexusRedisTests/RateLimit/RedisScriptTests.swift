import NexusAuth
import NexusCore
import Synchronization
import Testing

@testable import NexusRedis

@Suite struct RedisScriptTests {
    private static let hash = RESPValue.bulk(Array(String(repeating: "a", count: 40).utf8))

    @Test func loadsOnceForAll() async throws {
        let redis = FakeExecutor { command, _ in
            await Task.yield()
            return command.arguments.first == "SCRIPT" ? Self.hash : .integer(1)
        }
        let script = RedisScript(source: "return 1")
        await withTaskGroup(of: RESPValue?.self) { group in
            for _ in 0..<64 { group.addTask { try? await script.call(keys: ["k"], arguments: [], on: redis) } }
            for await reply in group { #expect(reply == .integer(1)) }
        }
        #expect(redis.count("SCRIPT") == 1)
        #expect(redis.count("EVALSHA") == 64)
    }

    @Test func loadsOnceAgainWhenForgotten() async throws {
        let forgotten = Atomic<Bool>(false)
        let redis = FakeExecutor { command, _ in
            await Task.yield()
            if command.arguments.first == "SCRIPT" {
                forgotten.store(false, ordering: .sequentiallyConsistent)
                return Self.hash
            }
            return forgotten.load(ordering: .sequentiallyConsistent) ? .error("NOSCRIPT No matching script.") : .integer(1)
        }
        let script = RedisScript(source: "return 1")
        _ = try await script.call(keys: ["k"], arguments: [], on: redis)
        forgotten.store(true, ordering: .sequentiallyConsistent)
        await withTaskGroup(of: RESPValue?.self) { group in
            for _ in 0..<64 { group.addTask { try? await script.call(keys: ["k"], arguments: [], on: redis) } }
            for await reply in group { #expect(reply == .integer(1)) }
        }
        #expect(redis.count("SCRIPT") == 2)
        #expect(redis.count("EVAL") == 0)
    }

    @Test func sendsTheTextWhenLoadingDoesNotHelp() async throws {
        let redis = FakeExecutor { command, _ in
            switch command.arguments.first {
            case "SCRIPT": Self.hash
            case "EVAL": .integer(7)
            default: .error("NOSCRIPT No matching script.")
            }
        }
        let script = RedisScript(source: "return 7")
        #expect(try await script.call(keys: ["k"], arguments: [], on: redis) == .integer(7))
        #expect(redis.count("EVALSHA") == 2)
    }

    @Test func aFailedLoadIsTriedAgain() async throws {
        let redis = FakeExecutor { command, index in
            if index == 0 { throw RedisError.timedOut }
            if index == 1 { return .error("LOADING Redis is loading the dataset in memory") }
            return command.arguments.first == "SCRIPT" ? Self.hash : .integer(1)
        }
        let script = RedisScript(source: "return 1")
        await #expect(throws: RedisError.timedOut) { try await script.call(keys: [], arguments: [], on: redis) }
        await #expect(throws: RedisError.refused("LOADING", by: "SCRIPT LOAD")) {
            try await script.call(keys: [], arguments: [], on: redis)
        }
        #expect(try await script.call(keys: [], arguments: [], on: redis) == .integer(1))
    }

    @Test(arguments: [
        RESPValue.error("OOM command not allowed when used memory > 'maxmemory'."), .error("READONLY You can't write"),
        .error("MOVED 1 h:1"),
        .null, .integer(1), .simple("OK"), .array([]), .array([.integer(1), .integer(1), .integer(1)]),
        .array([.integer(2), .integer(1), .integer(1), .integer(1)]), .array([.integer(1), .integer(-1), .integer(1), .integer(1)]),
        .array([.integer(1), .integer(121), .integer(1), .integer(1)]), .array([.integer(1), .integer(1), .integer(.max), .integer(1)]),
        .array([.integer(1), .integer(1), .integer(1), .integer(-1)]), .array([.integer(1), .integer(1), .integer(1), .bulk([0x31])]),
    ])
    func theStoreThrowsOnAnyOtherAnswer(reply: RESPValue) async throws {
        let time = ManualTime()
        let redis = FakeExecutor { command, _ in command.arguments.first == "SCRIPT" ? Self.hash : reply }
        let store = RedisRateLimitStore(executor: redis, time: .manual(time))
        let rule = LimitRule(name: "default", requestsPerMinute: 100, burstSize: 20)
        #expect(store.isAvailable)
        let error = await #expect(throws: RedisError.self) { try await store.take(key: "k", rule: rule) }
        #expect(error?.serverCode == reply.errorCode)
        #expect(!store.isAvailable)
        time.advance(by: .seconds(11))
        #expect(store.isAvailable)
    }

    @Test func theStoreReadsADecision() async throws {
        let redis = FakeExecutor { command, _ in
            command.arguments.first == "SCRIPT" ? Self.hash : .array([.integer(1), .integer(119), .integer(600_000), .integer(0)])
        }
        let store = RedisRateLimitStore(executor: redis)
        let decision = try await store.take(key: "k", rule: LimitRule(name: "default", requestsPerMinute: 100, burstSize: 20))
        #expect(decision == LimitDecision(isAllowed: true, remaining: 119, resetAfter: 600_000_000, retryAfter: 0))
    }

    @Test func theLargestRuleIsExactInDoubles() {
        let capacity = LimitRule(name: "huge", requestsPerMinute: .max, burstSize: .max).capacity
        #expect(capacity * 60_000_000 < 1 << 53)
    }
}
