import NIOCore
import NexusCore

/// Ends a connection whose TLS handshake takes longer than a header section may: before it is done, no other handler has a clock.
final class HandshakeDeadline: ChannelInboundHandler, RemovableChannelHandler, TimedConnection {
    typealias InboundIn = NIOAny

    private let services: LoopServices
    private var limit: Duration
    private var start: Int64
    private var context: ChannelHandlerContext?
    /// Whether the server began to stop meanwhile: the handlers that come after the handshake have to hear of it.
    private var isQuiescing = false

    init(services: LoopServices, limit: Duration, now: Moment) {
        self.services = services
        self.limit = limit
        self.start = now.uptimeNanoseconds
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.services.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.services.remove(self)
        self.context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { self.quiesce() }
        context.fireUserInboundEventTriggered(event)
    }

    /// The server begins to stop: a client that has said nothing has as long as one without TLS.
    private func quiesce() {
        guard !self.isQuiescing else { return }
        let now = self.services.now.uptimeNanoseconds
        self.isQuiescing = true
        self.limit = min(ConnectionMachine.stopGrace, .nanoseconds(max(0, self.limit.nanoseconds - (now - self.start))))
        self.start = now
    }

    func checkTime(_ now: Moment) {
        if now.uptimeNanoseconds - self.start >= self.limit.nanoseconds { self.context?.close(promise: nil) }
    }

    /// The handshake is done, and the handlers behind it are there.
    func finish() {
        guard let context = self.context else { return }
        if self.isQuiescing { context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
