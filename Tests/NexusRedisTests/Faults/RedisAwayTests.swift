import Foundation
import NIOCore
import NexusAuth
import NexusCore
import Testing

@testable import NexusRedis

extension RealRedisTests {
    /// Redis is not there, goes, hangs or is slow, under load; what callers notice is printed.
    @Suite struct AwayTests {
        static let rule = LimitRule(name: "default", requestsPerMinute: 1_000_000, burstSize: 0)

        private static func take(_ store: RedisRateLimitStore<RedisClient>) async throws {
            _ = try await store.take(key: "k", rule: Self.rule)
        }

        @Test func neverThereCostsNothing() async throws {
            var configuration = RedisConfiguration(url: RedisURL(host: "127.0.0.1", port: try RedisServer.freePort()))
            configuration.connections = 2
            try await withClient(configuration, waits: false) { redis in
                try await Task.sleep(for: .milliseconds(100))
                #expect(!redis.isAvailable)
                let start = ContinuousClock.now
                for _ in 0..<1000 {
                    let error = await #expect(throws: RedisError.self) { try await redis.send(["PING"]) }
                    #expect(error?.code == .unavailable)
                }
                let each = (ContinuousClock.now - start) / 1000
                print("redis never there: \(each) a command")
                #expect(each < .milliseconds(1))
            }
        }

        @Test func killedUnderLoadAndBack() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration(connections: 2, timeout: .milliseconds(50))) { redis in
                    let store = RedisRateLimitStore(executor: redis)
                    try await Load.run(callers: 16, pause: .milliseconds(2), ask: { _ = try await store.take(key: "k", rule: Self.rule) }) {
                        load in
                        try await Task.sleep(for: .milliseconds(300))
                        let killed = ContinuousClock.now
                        server.kill()
                        try await Task.sleep(for: .seconds(3))
                        let away = load.since(killed)
                        #expect(away.failures >= away.count - 16)
                        #expect(away.latency(percentile: 99) < .milliseconds(25))
                        #expect(!store.isAvailable)
                        try server.launch()
                        let healed = try await until(.seconds(5)) { store.isAvailable }
                        let from = ContinuousClock.now
                        try await Task.sleep(for: .milliseconds(300))
                        let after = load.since(from)
                        #expect(healed < .seconds(2))
                        #expect(after.count > 100)
                        #expect(after.failures * 20 < after.count)
                        print(
                            "redis killed: \(away.count) decisions, p50 \(away.latency(percentile: 50)),"
                                + " p99 \(away.latency(percentile: 99)), longest \(away.latency(percentile: 100));"
                                + " healed \(healed) after the launch; \(redis.statistics)"
                        )
                    }
                }
            }
        }

        @Test func hungUnderLoadAndBack() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration(connections: 2, timeout: .milliseconds(50))) { redis in
                    let store = RedisRateLimitStore(executor: redis)
                    try await Load.run(callers: 16, pause: .milliseconds(10), ask: { _ = try await store.take(key: "k", rule: Self.rule) })
                    { load in
                        try await Task.sleep(for: .milliseconds(300))
                        let hung = ContinuousClock.now
                        server.signal(SIGSTOP)
                        try await Task.sleep(for: .seconds(4))
                        let away = load.since(hung)
                        #expect(away.latency(percentile: 95) < .milliseconds(25))
                        #expect(
                            away.count { $0.latency >= .milliseconds(45) } <= 32, "only those that were on their way wait for the deadline")
                        #expect(!store.isAvailable)
                        #expect(redis.statistics.inFlight <= 2048)
                        server.signal(SIGCONT)
                        let healed = try await until(.seconds(5)) { store.isAvailable }
                        let from = ContinuousClock.now
                        try await Task.sleep(for: .milliseconds(300))
                        let after = load.since(from)
                        #expect(healed < .seconds(2))
                        #expect(after.failures * 20 < after.count)
                        print(
                            "redis hung: \(away.count) decisions, p50 \(away.latency(percentile: 50)),"
                                + " p99 \(away.latency(percentile: 99)), longest \(away.latency(percentile: 100));"
                                + " healed \(healed) after SIGCONT; \(redis.statistics)"
                        )
                    }
                }
            }
        }

        @Test(arguments: [Int64(100), 1000])
        func slowUnderLoadAndFastAgain(milliseconds: Int64) async throws {
            try await RedisServer.run { server in
                try await TCPRelay.run(.proxy(port: server.port)) { relay in
                    var configuration = server.configuration(connections: 2, timeout: .milliseconds(50))
                    configuration.url.port = relay.port
                    try await withClient(configuration) { redis in
                        let store = RedisRateLimitStore(executor: redis)
                        try await Load.run(
                            callers: 16, pause: .milliseconds(10), ask: { _ = try await store.take(key: "k", rule: Self.rule) }
                        ) { load in
                            try await Task.sleep(for: .milliseconds(300))
                            let slow = ContinuousClock.now
                            relay.setDelay(.milliseconds(milliseconds))
                            try await Task.sleep(for: .seconds(3))
                            let away = load.since(slow)
                            #expect(away.latency(percentile: 95) < .milliseconds(25))
                            #expect(away.count { $0.latency >= .milliseconds(45) } <= 32, "a probe that is late must not let callers in")
                            #expect(!store.isAvailable)
                            relay.setDelay(.zero)
                            let healed = try await until(.seconds(5)) { store.isAvailable }
                            #expect(healed < .seconds(2))
                            print(
                                "redis slow by \(milliseconds) ms: \(away.count) decisions, p50 \(away.latency(percentile: 50)),"
                                    + " p99 \(away.latency(percentile: 99)), longest \(away.latency(percentile: 100));"
                                    + " healed \(healed) after; \(redis.statistics)"
                            )
                        }
                    }
                }
            }
        }

        /// Delays wander around the deadline, so that every other reply comes too late; none may reach the wrong caller.
        @Test func aLateReplyNeverReachesAnotherCaller() async throws {
            try await RedisServer.run { server in
                try await TCPRelay.run(.proxy(port: server.port)) { relay in
                    var configuration = server.configuration(connections: 1, timeout: .milliseconds(20))
                    configuration.url.port = relay.port
                    configuration.breakerThreshold = 1_000_000
                    try await withClient(configuration) { redis in
                        let (answered, late) = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                            for caller in 0..<8 {
                                group.addTask {
                                    var answered = 0
                                    var late = 0
                                    for round in 0..<60 {
                                        let text = "\(caller)-\(round)"
                                        do {
                                            let reply = try await redis.send(["ECHO", .text(text)])
                                            #expect(reply == .bulk(Array(text.utf8)))
                                            answered += 1
                                        } catch let error as RedisError {
                                            #expect(error.code == .timedOut)
                                            late += 1
                                        }
                                    }
                                    return (answered, late)
                                }
                            }
                            group.addTask {
                                for step in 0..<60 {
                                    relay.setDelay(.milliseconds(step % 3 == 0 ? 35 : 0))
                                    try await Task.sleep(for: .milliseconds(20))
                                }
                                relay.setDelay(.zero)
                                return (0, 0)
                            }
                            return try await group.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
                        }
                        #expect(answered > 0 && late > 0)
                        #expect(answered + late == 480)
                        #expect(redis.statistics.violations == 0)
                    }
                }
            }
        }

        @Test func aReplicaDecidesNothingUntilItIsPromoted() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    let time = ManualTime()
                    let store = RedisRateLimitStore(executor: redis, time: .manual(time))
                    let before = try await store.take(key: "k", rule: Self.rule)
                    #expect(before.isAllowed)
                    _ = try await redis.send(["REPLICAOF", "127.0.0.1", .integer(try RedisServer.freePort())])
                    let error = await #expect(throws: RedisError.self) { try await store.take(key: "k", rule: Self.rule) }
                    #expect(error?.serverCode == "READONLY")
                    #expect(!store.isAvailable)
                    _ = try await until(.seconds(5)) { redis.isAvailable }
                    _ = try await redis.send(["REPLICAOF", "NO", "ONE"])
                    let healed = try await until(.seconds(5)) { (try? await store.take(key: "k", rule: Self.rule)) != nil }
                    #expect(healed < .seconds(2))
                    time.advance(by: .seconds(11))
                    #expect(store.isAvailable)
                }
            }
        }

        @Test func anIdleClientNoticesAHang() async throws {
            try await RedisServer.run { server in
                var configuration = server.configuration(timeout: .milliseconds(50))
                configuration.heartbeat = .milliseconds(100)
                try await withClient(configuration) { redis in
                    #expect(redis.isAvailable)
                    server.signal(SIGSTOP)
                    _ = try await until(.seconds(5)) { !redis.isAvailable }
                    server.signal(SIGCONT)
                    #expect(try await until(.seconds(5)) { redis.isAvailable } < .seconds(2))
                }
            }
        }
    }
}
