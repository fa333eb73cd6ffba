import NIOCore
import NexusAuth
import NexusCore

/// Writes answers as HTTP/1.1 (RFC 9112): head and body in one buffer, so that one write sends them.
struct HTTP1Response: FieldWriter {
    private var bytes: [UInt8]

    /// The head of an answer, with room for its body.
    static func head(_ fields: ResponseFields, _ frame: AnswerFrame) -> ByteBuffer {
        var response = HTTP1Response(bytes: frame.services.takeScratch())
        response.bytes.append(contentsOf: StatusPhrase.line(fields.status))
        response.bytes.append(contentsOf: frame.services.dates.date(at: frame.now))
        response.bytes.append(text: "\r\n" as StaticString)
        if frame.isChunked {
            response.bytes.append(text: "Transfer-Encoding: chunked\r\n" as StaticString)
        } else if let length = fields.declaredLength {
            response.field("Content-Length", length)
        }
        if frame.closes { response.bytes.append(text: "Connection: close\r\n" as StaticString) }
        fields.write(to: &response, edge: frame.edge, now: frame.now)
        response.bytes.append(text: "\r\n" as StaticString)
        // Larger bodies are written apart.
        let room = min(fields.contentLength ?? 0, ConnectionHandler.largestWrite)
        var buffer = frame.allocator.buffer(capacity: response.bytes.count + room)
        buffer.writeBytes(response.bytes)
        frame.services.returnScratch(response.bytes)
        return buffer
    }

    mutating func field(_ name: String, _ value: String) {
        self.bytes.append(addingCapacity: name.utf8.count + value.utf8.count + 4) { span in
            span.append(text: name)
            span.append(text: ": " as StaticString)
            span.append(text: value)
            span.append(text: "\r\n" as StaticString)
        }
    }

    mutating func field(_ name: String, _ value: Int) {
        self.bytes.append(addingCapacity: name.utf8.count + 24) { span in
            span.append(text: name)
            span.append(text: ": " as StaticString)
            span.append(decimal: Int64(value))
            span.append(text: "\r\n" as StaticString)
        }
    }

    mutating func block(_ block: HeaderBlock) {
        self.bytes.append(contentsOf: block.lines)
    }

    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {
        headers.append(decision, now: now, to: &self.bytes)
    }
}
