import NIOCore
import Synchronization

/// Keeps what arrives on a connection until somebody asks.
final class ByteCollector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    struct State: Sendable {
        var bytes: [UInt8] = []
        /// Whether the other side has ended its half.
        var isEnd = false
        /// Whether it broke the connection off.
        var isReset = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// Counts the changes, so that a waiter cannot miss one.
        var version = 0
    }

    let state = Mutex(State())

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = self.unwrapInboundIn(data)
        self.change { $0.bytes += buffer.readableBytesView }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { self.change { $0.isEnd = true } }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.change {
            $0.isReset = true
            $0.isEnd = true
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.change { $0.isEnd = true }
    }

    /// Wakes whoever waits, without news.
    func wake() {
        self.change { _ in }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiters = self.state.withLock { state in
            body(&state)
            state.version &+= 1
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until something has changed since a version.
    func waitForChange(since version: Int) async {
        await withCheckedContinuation { continuation in
            let isLate = self.state.withLock { state in
                if state.version == version { state.waiters.append(continuation) }
                return state.version != version
            }
            if isLate { continuation.resume() }
        }
    }
}
