import Synchronization

/// Something that is waited for with a limit, once.
final class StartSignal: Sendable {
    private struct State {
        var result: Result<Int, any Error>?
        var waiter: CheckedContinuation<Int, any Error>?
    }

    private let state = Mutex(State())

    /// Says what has come of it; only the first word counts.
    func resolve(_ result: Result<Int, any Error>) {
        let waiter: CheckedContinuation<Int, any Error>? = self.state.withLock { state in
            guard state.result == nil else { return nil }
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(with: result)
    }

    /// Waits for it.
    /// - Throws: What has come of it, or ``TestError`` after the limit.
    func wait(_ limit: Duration) async throws -> Int {
        let timer = Task {
            try await Task.sleep(for: limit)
            self.resolve(.failure(TestError("the server took longer than \(limit)")))
        }
        defer { timer.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            let result: Result<Int, any Error>? = self.state.withLock { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
