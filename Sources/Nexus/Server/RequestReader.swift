import NIOCore
import NexusCore

/// Sits before the decoder: tells the connection's handler when bytes arrive, and how many, reads plain requests itself and leaves the rest to the
/// decoder.
///
/// The decoder only speaks once a head is whole, and a client that drips one must not live on the idle timeout. What follows bytes that went to
/// the decoder goes there too, until it is certain that none of them wait in it.
final class RequestReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler
    private let limits: ServerLimits
    /// Whether the decoder may hold the beginning of a request.
    private var isDecoding = false
    private var isReading = false
    /// What arrived while earlier bytes were still being read.
    private var behind = ByteBuffer()

    /// - Parameters:
    ///   - connection: The handler of the same pipeline.
    ///   - limits: What the decoder was told.
    init(_ connection: ConnectionHandler, limits: ServerLimits) {
        self.connection = connection
        self.limits = limits
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = self.unwrapInboundIn(data)
        // First, or the bytes of a request that is answered at once would count for the one after it.
        self.connection.noteArrival(of: bytes.readableBytes)
        guard !self.isReading else { return _ = self.behind.writeBuffer(&bytes) }
        self.isReading = true
        self.read(bytes, context)
        while self.behind.readableBytes > 0 {
            let next = exchange(&self.behind, with: ByteBuffer())
            self.read(next, context)
        }
        self.isReading = false
    }

    private func read(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        // Behind an upgrade or a CONNECT the decoder would keep all that follows.
        guard !self.connection.isPastReading else { return }
        var bytes = bytes
        while !self.isDecoding, bytes.readableBytes > 0, let plain = self.plainHead(in: bytes) {
            bytes.moveReaderIndex(forwardBy: plain.length)
            self.connection.receive(plain.head)
        }
        guard bytes.readableBytes > 0 else { return }
        let endsHead = bytes.readableBytesView.suffix(4).elementsEqual("\r\n\r\n".utf8)
        self.isDecoding = true
        context.fireChannelRead(self.wrapInboundOut(bytes))
        // Behind a whole request nothing can wait in the decoder that ends as a head does: it would have been another request, or an error.
        self.isDecoding = !(endsHead && self.connection.isBetweenRequests)
    }

    private func plainHead(in bytes: ByteBuffer) -> PlainHead? {
        bytes.withUnsafeReadableBytes { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { PlainHead($0, limits: self.limits) }
        }
    }
}
