import NIOCore
import NIOHTTP1

/// Refuses trailers of an HTTP/2 stream that are larger than a header section may be, and leaves the connection to the others (RFC 9113 §10.5.1).
///
/// The header section itself is measured when its request is opened, so that its answer and its record know whose it is.
final class HTTP2TrailerLimit: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let maxHeaderSize: Int

    init(maxHeaderSize: Int) {
        self.maxHeaderSize = maxHeaderSize
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end(let trailers?) = self.unwrapInboundIn(data), trailers.listSize > self.maxHeaderSize else {
            return context.fireChannelRead(data)
        }
        context.fireErrorCaught(HTTPParserError.headerOverflow)
    }
}
