import Logging
import NexusRedis

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Runs a client for as long as the body runs; waits until it is connected first, unless told otherwise.
func withClient<T>(
    _ configuration: RedisConfiguration,
    waits: Bool = true,
    _ body: (RedisClient) async throws -> T
) async throws -> T {
    let client = try RedisClient(configuration: configuration, logger: .silent)
    client.start()
    let result: Result<T, any Error>
    do {
        if waits { _ = try await until(.seconds(10)) { client.statistics.ready == configuration.connections } }
        result = .success(try await body(client))
    } catch {
        result = .failure(error)
    }
    await client.shutdown()
    return try result.get()
}

/// Waits for a condition.
/// - Returns: How long it took.
func until(_ limit: Duration, _ condition: () async throws -> Bool) async throws -> Duration {
    let start = ContinuousClock.now
    while try await !condition() {
        guard ContinuousClock.now - start < limit else { throw TestFailure("it did not come true within \(limit)") }
        try await Task.sleep(for: .milliseconds(5))
    }
    return ContinuousClock.now - start
}
