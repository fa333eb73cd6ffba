import Logging
import NexusAuth
import NexusCore
import Synchronization
import Testing

@testable import NexusRedis

/// A Redis that answers, and does not do what it is asked.
@Suite struct RedisRefusalTests {
    private static let hash = RESPValue.bulk(Array(String(repeating: "a", count: 40).utf8))
    private static let decision = RESPValue.array([.integer(1), .integer(119), .integer(600_000), .integer(0)])
    private static let rule = LimitRule(name: "default", requestsPerMinute: 100, burstSize: 20)

    private let time = ManualTime()
    private let log = LogCollector()

    private func store(_ answer: @escaping @Sendable (RedisCommand, Int) async throws -> RESPValue) -> RedisRateLimitStore<FakeExecutor> {
        RedisRateLimitStore(executor: FakeExecutor(answer), time: .manual(self.time), logger: self.log.logger)
    }

    @Test func `A Redis that refuses the script is unavailable, and the log names its code and nothing of the request`() async throws {
        let store = self.store { _, _ in .error("NOPERM user limiter has no permissions to run 'script|load' with secret-argument") }
        for _ in 0..<50 {
            let error = await #expect(throws: RedisError.self) { try await store.take(key: "{default:u:::alice}", rule: Self.rule) }
            #expect(error?.serverCode == "NOPERM")
        }
        #expect(!store.isAvailable)
        #expect(self.log.lines.count == 1)
        #expect(self.log.lines.first?.contains("NOPERM") == true)
        let said = self.log.lines.joined()
        #expect(!said.contains("alice"))
        #expect(!said.contains("secret-argument"))
        self.time.advance(by: .seconds(61))
        _ = try? await store.take(key: "k", rule: Self.rule)
        #expect(self.log.lines.count == 2)
        #expect(self.log.lines.last?.contains("50") == true, "the refusals since the last line")
    }

    @Test(arguments: ["OOM command not allowed", "MISCONF Errors writing to disk", "MOVED 1 127.0.0.1:1"])
    func `Decisions between refusals do not make it available, ten quiet seconds do`(reply: String) async throws {
        let store = self.store { command, index in
            if command.arguments.first == "SCRIPT" { return Self.hash }
            return index.isMultiple(of: 2) ? .error(reply) : Self.decision
        }
        _ = try await store.take(key: "k", rule: Self.rule)
        #expect(store.isAvailable)
        await #expect(throws: RedisError.self) { try await store.take(key: "k", rule: Self.rule) }
        _ = try await store.take(key: "k", rule: Self.rule)
        #expect(!store.isAvailable)
        self.time.advance(by: .seconds(10))
        #expect(!store.isAvailable)
        self.time.advance(by: .nanoseconds(1))
        #expect(store.isAvailable)
    }

    @Test func `Silence is no refusal: the executor says whether it can be asked`() async throws {
        let store = self.store { _, _ in throw RedisError.timedOut }
        await #expect(throws: RedisError.timedOut) { try await store.take(key: "k", rule: Self.rule) }
        #expect(store.isAvailable && self.log.lines.isEmpty)
    }
}
