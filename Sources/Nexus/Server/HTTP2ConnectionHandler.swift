import NIOCore
import NIOHTTP2
import NexusCore
import Synchronization

/// Ends an HTTP/2 connection: when it has been without streams for too long, and when the server stops (RFC 9113 §6.8).
final class HTTP2ConnectionHandler: ChannelInboundHandler, TimedConnection {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// Counts the streams. Lives on the connection's event loop, as the handler does.
    let streams = Streams()
    private let services: LoopServices
    private let idleTimeout: Duration
    private let end: () -> Void
    private var context: ChannelHandlerContext?
    private var isQuiescing = false
    private var isEnding = false
    /// The number of streams there had been when the connection was last seen busy, and when that was.
    private var seenStreams: UInt64 = 0
    private var lastBusy: Int64

    /// Creates a handler.
    /// - Parameter end: Ends the connection behind its `GOAWAY`, and throws away what still comes.
    init(services: LoopServices, idleTimeout: Duration, now: Moment, end: @escaping () -> Void) {
        self.services = services
        self.idleTimeout = idleTimeout
        self.end = end
        self.lastBusy = now.uptimeNanoseconds
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
        switch event {
        case is ChannelShouldQuiesceEvent where !self.isQuiescing && !self.isEnding:
            self.isQuiescing = true
            self.goAway(context, last: .maxID)
        case ChannelEvent.inputClosed:
            // No request can come any more, and no window update for the answers.
            context.close(promise: nil)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func checkTime(_ now: Moment) {
        guard let context = self.context, !self.isEnding else { return }
        let streams = self.streams.counts
        guard streams.open == 0, streams.total == self.seenStreams else {
            self.seenStreams = streams.total
            self.lastBusy = now.uptimeNanoseconds
            return
        }
        let isIdle = now.uptimeNanoseconds - self.lastBusy >= self.idleTimeout.nanoseconds
        guard self.isQuiescing || isIdle else { return }
        // What the client sent meanwhile was not looked at, and it may send it again elsewhere.
        self.isEnding = true
        self.goAway(context, last: streams.last)
        self.end()
    }

    private func goAway(_ context: ChannelHandlerContext, last: HTTP2StreamID) {
        let frame = HTTP2Frame(streamID: .rootStream, payload: .goAway(lastStreamID: last, errorCode: .noError, opaqueData: nil))
        context.writeAndFlush(self.wrapOutboundOut(frame), promise: nil)
    }

    /// The streams of a connection.
    final class Streams: NIOHTTP2StreamDelegate {
        struct Counts {
            /// How many are open.
            var open = 0
            /// How many there have been.
            var total: UInt64 = 0
            /// The newest one.
            var last = HTTP2StreamID.rootStream
        }

        private let state = Mutex(Counts())

        var counts: Counts { self.state.withLock { $0 } }

        func streamCreated(_ id: HTTP2StreamID, channel: any Channel) {
            self.state.withLock { state in
                state.open += 1
                state.total &+= 1
                state.last = id
            }
        }

        func streamClosed(_ id: HTTP2StreamID, channel: any Channel) {
            self.state.withLock { $0.open -= 1 }
        }
    }
}
