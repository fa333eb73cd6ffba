import NexusRedis
import Synchronization

/// Callers that ask again and again, and what each asking came to.
final class Load: Sendable {
    struct Sample: Sendable {
        let at: ContinuousClock.Instant
        let latency: Duration
        let error: RedisError?
    }

    private let samples = Mutex<[Sample]>([])

    /// Runs callers around a body.
    /// - Parameters:
    ///   - callers: How many at once.
    ///   - pause: How long each waits between two askings.
    static func run<T>(
        callers: Int,
        pause: Duration,
        ask: @escaping @Sendable () async throws -> Void,
        during body: (Load) async throws -> T
    ) async throws -> T {
        let load = Load()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    while !Task.isCancelled {
                        await load.measure(ask)
                        try? await Task.sleep(for: pause)
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(load)
        }
    }

    func since(_ start: ContinuousClock.Instant) -> [Sample] { self.samples.withLock { $0.filter { $0.at >= start } } }

    private func measure(_ ask: () async throws -> Void) async {
        let start = ContinuousClock.now
        var failure: RedisError?
        do {
            try await ask()
        } catch {
            failure = error as? RedisError ?? RedisError(.unexpectedReply, "\(error)")
        }
        let sample = Sample(at: start, latency: ContinuousClock.now - start, error: failure)
        self.samples.withLock { $0.append(sample) }
    }
}

extension [Load.Sample] {
    /// The latency that so many percent of the samples do not exceed.
    func latency(percentile: Double) -> Duration {
        let sorted = self.map(\.latency).sorted()
        guard !sorted.isEmpty else { return .zero }
        return sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * percentile / 100))]
    }

    var failures: Int { self.count { $0.error != nil } }
}
