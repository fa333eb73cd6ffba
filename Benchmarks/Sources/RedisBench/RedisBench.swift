import ArgumentParser
import NIOCore
import NIOPosix
import NexusAuth
import NexusRedis

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Decisions a second of the limit store on a Redis that runs, and the processor time that this process spends on each.
@main
struct RedisBench: AsyncParsableCommand {
    @Option(help: "The port of Redis on this machine.")
    var port: Int

    @Option(help: "Connections of the client.")
    var connections = 1

    @Option(help: "Decisions that wait on each connection at once.")
    var pipeline = 32

    @Option(help: "Decisions in all.")
    var decisions = 200_000

    @Option(help: "Callers, each with a bucket of its own.")
    var keys = 100_000

    @Option(help: "Event loops.")
    var threads = 1

    @Flag(help: "The callers' tasks run on the concurrency pool instead of the event loops, where the server's run.")
    var pool = false

    func validate() throws {
        guard (1...10_000_000).contains(self.keys) else { throw ValidationError("--keys must be from 1 to 10 million") }
    }

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: self.threads)
        var configuration = RedisConfiguration(url: RedisURL(host: "127.0.0.1", port: self.port))
        configuration.connections = self.connections
        configuration.commandTimeout = .seconds(5)
        let client = try RedisClient(configuration: configuration, eventLoopGroup: group)
        client.start()
        while client.statistics.ready < self.connections { try await Task.sleep(for: .milliseconds(5)) }
        let store = RedisRateLimitStore(executor: client)
        let names = (0..<self.keys).map(self.key)
        _ = try await self.ask(store, 1_000, names, on: group)

        let clock = ContinuousClock()
        let (start, cpu) = (clock.now, Self.cpuMicroseconds)
        let asked = try await self.ask(store, self.decisions, names, on: group)
        let (elapsed, used) = (clock.now - start, Self.cpuMicroseconds - cpu)
        let rate = Double(asked) / (elapsed / .seconds(1))
        print("\(Int(rate))\t\(Double((used / Double(asked) * 100).rounded()) / 100)")
        await client.shutdown()
        try await group.shutdownGracefully()
    }

    /// Asks so often, always with as many decisions at once as may wait.
    private func ask(
        _ store: RedisRateLimitStore<RedisClient>, _ decisions: Int, _ names: [String], on group: MultiThreadedEventLoopGroup
    ) async throws -> Int {
        let rule = LimitRule(name: "default", requestsPerMinute: 600, burstSize: 50)
        let tasks = self.pipeline * self.connections
        let share = decisions / tasks
        return try await withThrowingTaskGroup(of: Int.self) { tasksInFlight in
            for task in 0..<tasks {
                let executor = self.pool ? nil : LoopExecutor(group.next())
                tasksInFlight.addTask(executorPreference: executor) {
                    var random = UInt64(task) &* 0x9E37_79B9_7F4A_7C15
                    for _ in 0..<share {
                        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        _ = try await store.take(key: names[Int(random >> 33) % names.count], rule: rule)
                    }
                    return share
                }
            }
            return try await tasksInFlight.reduce(0, +)
        }
    }

    /// As the limiter names an identity's bucket; as long as the script's for redis-benchmark.
    private func key(_ number: Int) -> String {
        let digits = String(number)
        return "{default:u:=https%3a//id.example.com/:=acme:" + String(repeating: "0", count: 12 - digits.utf8.count) + digits + "}"
    }

    private static var cpuMicroseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1_000
    }
}
