import NIOCore
import NIOHTTP1
import NexusCore

/// Answers the requests of one connection.
final class ProviderHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: SharedProviderState
    private var path = ""

    init(_ state: SharedProviderState) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head): self.path = head.uri
        case .body: break
        case .end:
            let issuer = "http://127.0.0.1:\(context.channel.localAddress?.port ?? 0)"
            let reply = self.state.withLock { $0.reply(to: self.path, issuer: issuer) }
            Self.send(reply, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private static func send(_ reply: ProviderReply, on channel: any Channel) {
        var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status))
        for (name, value) in reply.headers { head.headers.add(name: name, value: value) }
        switch reply.body {
        case .whole(let bytes):
            head.headers.add(name: "Content-Length", value: "\(bytes.count)")
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            self.write(bytes[...], on: channel)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        case .drip(let bytes, let interval):
            head.headers.add(name: "Content-Length", value: "\(bytes.count)")
            channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
            self.drip(bytes[...], every: .nanoseconds(interval.nanoseconds), on: channel)
        case .endless:
            head.headers.add(name: "Transfer-Encoding", value: "chunked")
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            self.pour([UInt8](repeating: UInt8(ascii: " "), count: 16_384), on: channel)
        case .silence:
            break
        }
    }

    @discardableResult
    private static func write(_ bytes: ArraySlice<UInt8>, on channel: any Channel) -> EventLoopFuture<Void> {
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }

    private static func drip(_ bytes: ArraySlice<UInt8>, every interval: TimeAmount, on channel: any Channel) {
        guard !bytes.isEmpty else { return channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil) }
        self.write(bytes.prefix(1), on: channel).whenSuccess {
            channel.eventLoop.scheduleTask(in: interval) { self.drip(bytes.dropFirst(), every: interval, on: channel) }
        }
    }

    /// Writes without end, each piece when the one before has left; a closed connection ends it.
    private static func pour(_ piece: [UInt8], on channel: any Channel) {
        self.write(piece[...], on: channel).whenSuccess {
            channel.eventLoop.execute { self.pour(piece, on: channel) }
        }
    }
}
