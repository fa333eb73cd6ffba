import NIOCore

/// Sits before the decoder and tells the connection's handler when bytes arrive, and how many: the decoder only speaks once a head is
/// whole, and a client that drips one must not live on the idle timeout.
final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler

    /// - Parameter connection: The handler of the same pipeline.
    init(_ connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // First, or the bytes of a request that is answered at once would count for the one after it.
        self.connection.noteArrival(of: self.unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }
}
