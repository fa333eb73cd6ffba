import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

/// How answers are put on the wire of one version of HTTP.
protocol ResponseWire: Sendable {
    /// What the next handler of the pipeline takes.
    associatedtype Outbound: Sendable

    /// Whether the connection ends when the exchange does, as an HTTP/2 stream does.
    static var isSingleExchange: Bool { get }

    /// An answer whose body is at hand.
    static func whole(_ fields: ResponseFields, body: ByteBuffer?, _ frame: AnswerFrame) -> [Outbound]
    /// The head of an answer whose body is streamed.
    static func head(_ fields: ResponseFields, _ frame: AnswerFrame) -> Outbound
    /// A piece of a body, not empty.
    static func piece(_ bytes: ByteBuffer, isChunked: Bool) -> Outbound
    /// The end of a body that was sent in pieces; may be empty.
    static func end(isChunked: Bool) -> Outbound
    /// Leave to send the body (RFC 9110 §10.1.1).
    static var goOn: Outbound { get }
}

/// What writing a head needs besides its fields.
struct AnswerFrame {
    let edge: EdgeFields
    let date: [UInt8]
    let isChunked: Bool
    let now: Moment
    let allocator: ByteBufferAllocator
}

/// HTTP/1.1: bytes, head and body in one buffer.
enum HTTP1Wire: ResponseWire {
    static let isSingleExchange = false

    static func whole(_ fields: ResponseFields, body: ByteBuffer?, _ frame: AnswerFrame) -> [ByteBuffer] {
        var buffer = HTTP1Response.head(fields, frame)
        if var body { buffer.writeBuffer(&body) }
        return [buffer]
    }

    static func head(_ fields: ResponseFields, _ frame: AnswerFrame) -> ByteBuffer {
        HTTP1Response.head(fields, frame)
    }

    static func piece(_ bytes: ByteBuffer, isChunked: Bool) -> ByteBuffer {
        guard isChunked else { return bytes }
        var chunk = ByteBuffer(string: String(bytes.readableBytes, radix: 16))
        chunk.writeStaticString("\r\n")
        chunk.writeImmutableBuffer(bytes)
        chunk.writeStaticString("\r\n")
        return chunk
    }

    static func end(isChunked: Bool) -> ByteBuffer {
        isChunked ? ByteBuffer(staticString: "0\r\n\r\n") : ByteBuffer()
    }

    static var goOn: ByteBuffer { ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n") }
}

/// An HTTP/2 stream, through NIO's translation of its frames.
enum HTTP2Wire: ResponseWire {
    static let isSingleExchange = true

    static func whole(_ fields: ResponseFields, body: ByteBuffer?, _ frame: AnswerFrame) -> [HTTPServerResponsePart] {
        var parts = [self.head(fields, frame)]
        if let body, body.readableBytes > 0 { parts.append(.body(.byteBuffer(body))) }
        parts.append(.end(nil))
        return parts
    }

    static func head(_ fields: ResponseFields, _ frame: AnswerFrame) -> HTTPServerResponsePart {
        var writer = HTTP2Fields()
        writer.field("date", String(decoding: frame.date, as: UTF8.self))
        if !frame.isChunked, let length = fields.declaredLength { writer.field("content-length", length) }
        fields.write(to: &writer, edge: frame.edge, now: frame.now)
        return .head(HTTPResponseHead(version: .http2, status: HTTPResponseStatus(statusCode: fields.status), headers: writer.headers))
    }

    static func piece(_ bytes: ByteBuffer, isChunked: Bool) -> HTTPServerResponsePart { .body(.byteBuffer(bytes)) }

    static func end(isChunked: Bool) -> HTTPServerResponsePart { .end(nil) }

    static var goOn: HTTPServerResponsePart { .head(HTTPResponseHead(version: .http2, status: .continue)) }
}

/// Collects fields for HTTP/2, whose names are in lower case (RFC 9113 §8.2.1).
private struct HTTP2Fields: FieldWriter {
    var headers = HTTPHeaders()

    mutating func field(_ name: String, _ value: String) { self.headers.add(name: name.lowercased(), value: value) }
    mutating func field(_ name: String, _ value: Int) { self.field(name, String(value)) }
    mutating func block(_ block: HeaderBlock) {
        for (name, value) in block.fields { self.field(name, value) }
    }
    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {
        for (name, value) in headers.fields(decision, now: now) { self.field(name, value) }
    }
}
