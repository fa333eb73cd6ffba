import NIOCore
import NexusCore

/// An answer whose body is produced while it is sent. Lives on its connection's event loop.
final class StreamedAnswer {
    let status: Int
    let isChunked: Bool
    let closes: Bool
    var sentBytes = 0
    private var waiting: [EventLoopPromise<Void>] = []

    init(status: Int, isChunked: Bool, closes: Bool) {
        self.status = status
        self.isChunked = isChunked
        self.closes = closes
    }

    /// Waits until the client has read what was sent.
    func waitUntilWritable(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        self.waiting.append(promise)
        return promise.futureResult
    }

    /// The client keeps up again.
    func resume() {
        let waiting = self.waiting
        self.waiting = []
        for promise in waiting { promise.succeed() }
    }

    /// The client is gone.
    func cancel() {
        let waiting = self.waiting
        self.waiting = []
        for promise in waiting { promise.fail(ChannelError.ioOnClosedChannel) }
    }
}
