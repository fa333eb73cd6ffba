import NexusCore
import Synchronization
import Testing

/// Sleeping on manual time: a sleeper goes on when the time is moved to its end.
final class ManualSleep: Sendable {
    private struct Sleeper {
        var end: Int64
        var continuation: CheckedContinuation<Bool, Never>
    }

    let time = ManualTime()
    private let sleepers = Mutex<[UInt64: Sleeper]>([:])
    private let ids = Atomic<UInt64>(0)

    var count: Int { self.sleepers.withLock { $0.count } }

    @Sendable func sleep(for duration: Duration) async throws {
        let id = self.ids.add(1, ordering: .relaxed).newValue
        let end = self.time.now.uptimeNanoseconds + duration.nanoseconds
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = self.sleepers.withLock { sleepers in
                    guard !Task.isCancelled else { return true }
                    sleepers[id] = Sleeper(end: end, continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(returning: false) }
            }
        } onCancel: {
            self.sleepers.withLock { $0.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        guard isOver else { throw CancellationError() }
    }

    /// Moves the time and wakes who has slept enough.
    func advance(by duration: Duration) {
        self.time.advance(by: duration)
        let now = self.time.now.uptimeNanoseconds
        let due = self.sleepers.withLock { sleepers in
            let due = sleepers.filter { $0.value.end <= now }
            for id in due.keys { sleepers[id] = nil }
            return due
        }
        for sleeper in due.values { sleeper.continuation.resume(returning: true) }
    }
}

/// Lets other tasks run until something holds; records an issue when it does not come to pass.
func eventually(
    _ what: Comment,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () -> Bool
) async {
    for round in 0..<20_000 {
        if condition() { return }
        if round < 10_000 { await Task.yield() } else { try? await Task.sleep(for: .milliseconds(1)) }
    }
    Issue.record(what, sourceLocation: sourceLocation)
}
