import NexusCore
import Synchronization

/// What runs: the compiled app of the moment. A reload puts another one in its place; open requests finish with the one they began with.
final class Runtime: Sendable {
    let time: TimeSource
    private let app: Mutex<CompiledApp>
    private let replacements: AsyncStream<Void>
    private let replaced: AsyncStream<Void>.Continuation

    init(_ app: CompiledApp) {
        self.time = app.time
        self.app = Mutex(app)
        (self.replacements, self.replaced) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var current: CompiledApp { self.app.withLock { $0 } }

    func replace(with app: CompiledApp) {
        self.app.withLock { $0 = app }
        self.replaced.yield()
    }

    /// Returns after the next replacement, or when the task is cancelled. For one waiter.
    func waitForReplacement() async {
        var iterator = self.replacements.makeAsyncIterator()
        _ = await iterator.next()
    }
}
