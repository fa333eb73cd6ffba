import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

/// Writes answers as HTTP/1.1 (RFC 9112): head and body in one buffer, so that one write sends them.
struct HTTP1Response: FieldWriter {
    private var buffer: ByteBuffer

    /// The head of an answer, with room for its body.
    static func head(_ fields: ResponseFields, _ frame: AnswerFrame) -> ByteBuffer {
        // Larger bodies are written apart.
        let room = 768 + min(fields.contentLength ?? 0, ConnectionHandler.largestWrite)
        var response = HTTP1Response(buffer: frame.allocator.buffer(capacity: room))
        response.buffer.writeStaticString("HTTP/1.1 ")
        response.buffer.writeDecimal(fields.status)
        response.buffer.writeStaticString(" ")
        response.buffer.writeString(StatusPhrase.of(fields.status))
        response.buffer.writeStaticString("\r\nDate: ")
        response.buffer.writeBytes(frame.date)
        response.buffer.writeStaticString("\r\n")
        if frame.isChunked {
            response.buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
        } else if let length = fields.declaredLength {
            response.field("Content-Length", length)
        }
        if fields.closes { response.buffer.writeStaticString("Connection: close\r\n") }
        fields.write(to: &response, edge: frame.edge, now: frame.now)
        response.buffer.writeStaticString("\r\n")
        return response.buffer
    }

    mutating func field(_ name: String, _ value: String) {
        self.buffer.writeString(name)
        self.buffer.writeStaticString(": ")
        self.buffer.writeString(value)
        self.buffer.writeStaticString("\r\n")
    }

    mutating func field(_ name: String, _ value: Int) {
        self.buffer.writeString(name)
        self.buffer.writeStaticString(": ")
        self.buffer.writeDecimal(value)
        self.buffer.writeStaticString("\r\n")
    }

    mutating func block(_ block: HeaderBlock) {
        self.buffer.writeBytes(block.lines)
    }

    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {
        var lines: [UInt8] = []
        lines.reserveCapacity(256)
        headers.append(decision, now: now, to: &lines)
        self.buffer.writeBytes(lines)
    }
}

extension ByteBuffer {
    /// Appends a number in decimal, without a string in between.
    mutating func writeDecimal(_ value: Int) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { bytes in
            var index = bytes.count
            var rest = value.magnitude
            repeat {
                index -= 1
                bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 {
                index -= 1
                bytes[index] = UInt8(ascii: "-")
            }
            self.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[index...]))
        }
    }
}
