import NIOCore

/// Sits before the decoder and tells the connection's handler when bytes of a request begin to arrive: the decoder only speaks
/// once a head is whole, and a client that drips one must not live on the idle timeout.
final class FirstByteHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Bytes are about to arrive.
    struct FirstByte: Sendable {
        /// How many.
        let count: Int
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // First, or the event of a request that is answered at once would count for the one after it.
        context.fireUserInboundEventTriggered(FirstByte(count: self.unwrapInboundIn(data).readableBytes))
        context.fireChannelRead(data)
    }
}
