import NexusAuth
import Synchronization
import Testing

@testable import NexusRedis

/// A peer that speaks, but not as Redis should.
@Suite(.timeLimit(.minutes(1))) struct RedisGarbageTests {
    private static func configuration(_ relay: TCPRelay) -> RedisConfiguration {
        var configuration = RedisConfiguration(url: RedisURL(host: "127.0.0.1", port: relay.port))
        configuration.connections = 1
        configuration.commandTimeout = .seconds(5)
        return configuration
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "\u{0}\u{1}\u{2}", "$99999999\r\n", "+PONG\rX"])
    func garbageInsteadOfAHandshake(text: String) async throws {
        try await TCPRelay.run(.answers([text])) { relay in
            try await withClient(Self.configuration(relay), waits: false) { redis in
                _ = try await until(.seconds(10)) { redis.statistics.violations >= 3 }
                #expect(!redis.isAvailable)
                await #expect(throws: RedisError.self) { try await redis.send(["PING"]) }
            }
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n", RedisError.Code.protocolViolation),
        ("*-5\r\n", .protocolViolation),
        (":12x\r\n", .protocolViolation),
        ("$-1\r\n", .unexpectedReply),
        (":1\r\n", .unexpectedReply),
        ("-OOM command not allowed\r\n", .refused),
        ("-MOVED 3999 127.0.0.1:6381\r\n", .refused),
        ("-WEIRD\r\n", .refused),
        ("-READONLY You can't write against a read only replica.\r\n", .refused),
        ("-LOADING Redis is loading the dataset in memory\r\n", .refused),
    ])
    func garbageInsteadOfADecision(text: String, code: RedisError.Code) async throws {
        try await TCPRelay.run(.answers(["+PONG\r\n", text])) { relay in
            try await withClient(Self.configuration(relay)) { redis in
                let store = RedisRateLimitStore(executor: redis)
                let rule = LimitRule(name: "default", requestsPerMinute: 10, burstSize: 0)
                let error = await #expect(throws: RedisError.self) { try await store.take(key: "k", rule: rule) }
                #expect(error?.code == code)
            }
        }
    }

    @Test(arguments: ["-READONLY You can't write\r\n", "-LOADING\r\n", "-MASTERDOWN Link with MASTER is down\r\n"])
    func aServerThatLostItsRoleIsLeft(text: String) async throws {
        try await TCPRelay.run(.answers(["+PONG\r\n", text])) { relay in
            try await withClient(Self.configuration(relay)) { redis in
                #expect(try await redis.send(["SET", "k", "v"]).errorCode != nil)
                _ = try await until(.seconds(5)) { redis.statistics.reconnects >= 1 && redis.isAvailable }
            }
        }
    }

    @Test func aReplyThatNobodyAskedForEndsTheConnection() async throws {
        try await TCPRelay.run(.answers(["+PONG\r\n", "+A\r\n+B\r\n"])) { relay in
            try await withClient(Self.configuration(relay)) { redis in
                #expect(try await redis.send(["PING"]) == .simple("A"))
                _ = try await until(.seconds(5)) { redis.statistics.violations == 1 }
            }
        }
    }

    @Test func aServerThatOnlyListensIsGivenUpAndTriedAgain() async throws {
        try await TCPRelay.run(.silent) { relay in
            var configuration = Self.configuration(relay)
            configuration.connectTimeout = .milliseconds(50)
            configuration.commandTimeout = .milliseconds(20)
            try await withClient(configuration, waits: false) { redis in
                await #expect(throws: RedisError.timedOut) { try await redis.send(["PING"]) }
                _ = try await until(.seconds(10)) { relay.accepted.load(ordering: .relaxed) >= 4 }
                #expect(!redis.isAvailable)
            }
        }
    }

    @Test func theQueueIsBounded() async throws {
        try await TCPRelay.run(.answers(["+PONG\r\n", ""])) { relay in
            var configuration = Self.configuration(relay)
            configuration.maximumInFlight = 8
            configuration.commandTimeout = .milliseconds(300)
            configuration.breakerThreshold = 1000
            try await withClient(configuration) { redis in
                let codes = await withTaskGroup(of: RedisError.Code?.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            do { _ = try await redis.send(["GET", "k"]) } catch { return (error as? RedisError)?.code }
                            return nil
                        }
                    }
                    return await group.reduce(into: [RedisError.Code: Int]()) { counts, code in
                        if let code { counts[code, default: 0] += 1 }
                    }
                }
                #expect(codes == [.overloaded: 12, .timedOut: 8])
                #expect(redis.statistics.overloads == 12)
                #expect(redis.statistics.timeouts == 8)
            }
        }
    }

    @Test func shutdownLeavesNobodyWaiting() async throws {
        try await TCPRelay.run(.answers(["+PONG\r\n", ""])) { relay in
            let redis = try RedisClient(configuration: Self.configuration(relay), logger: .silent)
            await #expect(throws: RedisError.unavailable) { try await redis.send(["PING"]) }
            let running = Task { await redis.run() }
            _ = try await until(.seconds(10)) { redis.isAvailable }
            let waiting = Task { try await redis.send(["GET", "k"]) }
            _ = try await until(.seconds(10)) { redis.statistics.inFlight == 1 }
            running.cancel()
            await running.value
            await #expect(throws: RedisError.closed) { try await waiting.value }
            await #expect(throws: RedisError.unavailable) { try await redis.send(["PING"]) }
            #expect(!redis.isAvailable)
            #expect(redis.statistics.inFlight == 0)
        }
    }
}
