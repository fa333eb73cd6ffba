import NIOCore
import NexusCore

/// Sits below NIO's HTTP/2 handler and ends the connection: one that NIO has given up (RFC 9113 §5.4.1), and one that is no longer needed.
///
/// Both have said so with a `GOAWAY`. Our half is closed behind it, and what the client still sends is thrown away for a while, so that it
/// can read what was sent. While a client does not read, nothing is read from it either: the answers to its pings, settings and requests
/// would fill the memory.
final class HTTP2EndHandler: ChannelDuplexHandler, TimedConnection {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let services: LoopServices
    private let lingerTime: Duration
    private let writeTimeout: Duration
    private let onFault: () -> Void
    private var context: ChannelHandlerContext?
    private var scanner = GoAwayScanner()
    private var isEnding = false
    /// When the connection is closed whatever the client does.
    private var deadline: Int64?
    private var hasPendingRead = false

    /// Creates a handler.
    /// - Parameters:
    ///   - limits: How long the client may go on sending after the `GOAWAY`, and how long it may take to read what was sent before.
    ///   - onFault: Called once, when the connection is given up.
    init(services: LoopServices, limits: ServerLimits, onFault: @escaping () -> Void) {
        self.services = services
        self.lingerTime = limits.lingerTime
        self.writeTimeout = limits.writeTimeout
        self.onFault = onFault
    }

    /// Ends a connection that is no longer needed, once its client has taken in what was sent.
    func end() {
        guard let context = self.context, !self.isEnding else { return }
        self.isEnding = true
        self.deadline = self.services.now.uptimeNanoseconds + self.writeTimeout.nanoseconds
        let isShut = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        isShut.futureResult.whenSuccess { bound.value.linger() }
        context.close(mode: .output, promise: isShut)
    }

    private func linger() {
        self.deadline = self.services.now.uptimeNanoseconds + self.lingerTime.nanoseconds
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
        guard !self.isEnding else { return }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if !self.isEnding, self.scanner.errorCode(in: self.unwrapOutboundIn(data)) != nil { self.isEnding = true }
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        guard self.isEnding, self.deadline == nil else { return }
        self.linger()
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
        guard let deadline = self.deadline, now.uptimeNanoseconds >= deadline else { return }
        self.context?.close(promise: nil)
    }
}
