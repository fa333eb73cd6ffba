import NIOCore
import NIOHTTP2

/// Tells the client of an HTTP/2 stream to stop sending a request that is answered already (RFC 9113 §8.1): with `NO_ERROR`, so that it
/// keeps the answer.
final class StreamResetHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    /// Nobody reads the rest of the request.
    struct RequestUnwanted: Sendable {}

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is RequestUnwanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        context.writeAndFlush(self.wrapOutboundOut(.rstStream(.noError)), promise: promise)
    }
}
