import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

/// How answers are put on the wire of one version of HTTP.
enum ResponseWire: Sendable {
    /// HTTP/1.1: bytes, head and body in one buffer.
    case http1
    /// An HTTP/2 stream, through NIO's translation of its frames.
    case http2

    /// Whether the connection ends when the exchange does, as an HTTP/2 stream does.
    var isSingleExchange: Bool { self == .http2 }

    /// Writes an answer whose body is at hand, and flushes it: over HTTP/1.1 together with those of other connections.
    func writeWhole(
        _ fields: ResponseFields, body: Content?, _ frame: AnswerFrame, to context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        switch self {
        case .http1:
            var buffer = HTTP1Response.head(fields, frame)
            body?.write(to: &buffer)
            context.write(NIOAny(buffer), promise: promise)
            frame.services.flushes.add(context.channel, now: frame.now)
        case .http2:
            self.writeHead(fields, frame, to: context)
            if let body, body.count > 0 { self.writePiece(body.buffer, isChunked: false, to: context, promise: nil) }
            self.writeEnd(isChunked: false, to: context, promise: promise)
        }
    }

    /// Writes the head of an answer whose body follows in pieces.
    func writeHead(_ fields: ResponseFields, _ frame: AnswerFrame, to context: ChannelHandlerContext) {
        switch self {
        case .http1: context.write(NIOAny(HTTP1Response.head(fields, frame)), promise: nil)
        case .http2: context.write(NIOAny(HTTPServerResponsePart.head(HTTP2Fields.head(fields, frame))), promise: nil)
        }
    }

    /// Writes a piece of a body, not empty.
    func writePiece(_ bytes: ByteBuffer, isChunked: Bool, to context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        switch self {
        case .http1: context.write(NIOAny(isChunked ? Self.chunk(bytes) : bytes), promise: promise)
        case .http2: context.write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(bytes))), promise: promise)
        }
    }

    /// Writes the end of a body that was sent in pieces, and flushes all.
    func writeEnd(isChunked: Bool, to context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        switch self {
        case .http1:
            context.writeAndFlush(NIOAny(isChunked ? ByteBuffer(staticString: "0\r\n\r\n") : ByteBuffer()), promise: promise)
        case .http2: context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: promise)
        }
    }

    /// Gives leave to send the body (RFC 9110 §10.1.1).
    func writeContinue(to context: ChannelHandlerContext) {
        switch self {
        case .http1: context.writeAndFlush(NIOAny(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        case .http2:
            context.writeAndFlush(NIOAny(HTTPServerResponsePart.head(HTTPResponseHead(version: .http2, status: .continue))), promise: nil)
        }
    }

    /// A piece in the chunked coding (RFC 9112 §7.1).
    private static func chunk(_ bytes: ByteBuffer) -> ByteBuffer {
        var chunk = ByteBuffer(string: String(bytes.readableBytes, radix: 16))
        chunk.writeStaticString("\r\n")
        chunk.writeImmutableBuffer(bytes)
        chunk.writeStaticString("\r\n")
        return chunk
    }
}

/// What writing a head needs besides its fields.
struct AnswerFrame {
    let edge: EdgeFields
    let services: LoopServices
    let isChunked: Bool
    /// Whether the connection ends with the answer.
    let closes: Bool
    let now: Moment
    let allocator: ByteBufferAllocator
}

/// Collects fields for HTTP/2, whose names are in lower case (RFC 9113 §8.2.1).
private struct HTTP2Fields: FieldWriter {
    private var headers = HTTPHeaders()

    static func head(_ fields: ResponseFields, _ frame: AnswerFrame) -> HTTPResponseHead {
        var writer = HTTP2Fields()
        writer.field("date", String(decoding: frame.services.dates.date(at: frame.now), as: UTF8.self))
        if !frame.isChunked, let length = fields.declaredLength { writer.field("content-length", length) }
        fields.write(to: &writer, edge: frame.edge, now: frame.now)
        return HTTPResponseHead(version: .http2, status: HTTPResponseStatus(statusCode: fields.status), headers: writer.headers)
    }

    mutating func field(_ name: String, _ value: String) { self.headers.add(name: name.lowercased(), value: value) }
    mutating func field(_ name: String, _ value: Int) { self.field(name, String(value)) }
    mutating func block(_ block: HeaderBlock) {
        for (name, value) in block.fields { self.field(name, value) }
    }
    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {
        for (name, value) in headers.fields(decision, now: now) { self.field(name, value) }
    }
}
