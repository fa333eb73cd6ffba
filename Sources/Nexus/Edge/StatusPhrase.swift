import NIOHTTP1

/// Reason phrases of status codes (RFC 9110 §15).
enum StatusPhrase {
    static func of(_ status: Int) -> String {
        switch status {
        // Where NIO has the names that RFC 9110 replaced.
        case 413: "Content Too Large"
        case 422: "Unprocessable Content"
        default: HTTPResponseStatus(statusCode: status).reasonPhrase
        }
    }

    /// The status line and the name of the field that follows it: `HTTP/1.1 200 OK`, `Date: `.
    static func line(_ status: Int) -> [UInt8] {
        self.lines.indices.contains(status) ? self.lines[status] : self.made(status)
    }

    private static let lines = (0..<600).map { made($0) }

    private static func made(_ status: Int) -> [UInt8] {
        Array("HTTP/1.1 \(status) \(self.of(status))\r\nDate: ".utf8)
    }
}
