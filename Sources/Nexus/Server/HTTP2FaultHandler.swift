import NIOCore
import NexusCore

/// Sits below NIO's HTTP/2 handler and ends the connection that it has given up (RFC 9113 §5.4.1).
///
/// NIO says so with a `GOAWAY` and would go on reading. Here our half is closed behind it, and what the client still sends is thrown away for
/// a while, so that it can read why. While a client does not read, nothing is read from it either: the answers to its pings, settings and
/// requests would fill the memory.
final class HTTP2FaultHandler: ChannelDuplexHandler, TimedConnection {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let services: LoopServices
    private let lingerTime: Duration
    private let onFault: () -> Void
    private var context: ChannelHandlerContext?
    private var scanner = GoAwayScanner()
    private var hasFault = false
    /// When our half was closed.
    private var shutAt: Int64?
    private var hasPendingRead = false

    /// Creates a handler.
    /// - Parameters:
    ///   - lingerTime: How long the client may go on sending after the `GOAWAY`.
    ///   - onFault: Called once, when the connection is given up.
    init(services: LoopServices, lingerTime: Duration, onFault: @escaping () -> Void) {
        self.services = services
        self.lingerTime = lingerTime
        self.onFault = onFault
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.services.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.services.remove(self)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.hasFault else { return }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if !self.hasFault, self.scanner.errorCode(in: self.unwrapOutboundIn(data)) != nil { self.hasFault = true }
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        guard self.hasFault, self.shutAt == nil else { return }
        self.shutAt = self.services.now.uptimeNanoseconds
        self.onFault()
        // Not at once: NIO's handler is still at work on the frame that was too much.
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.context?.close(mode: .output, promise: nil) }
    }

    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            context.read()
        } else {
            self.hasPendingRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if self.hasPendingRead, context.channel.isWritable {
            self.hasPendingRead = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    func checkTime(_ now: Moment) {
        guard let shutAt = self.shutAt, now.uptimeNanoseconds - shutAt >= self.lingerTime.nanoseconds else { return }
        self.context?.close(promise: nil)
    }
}
