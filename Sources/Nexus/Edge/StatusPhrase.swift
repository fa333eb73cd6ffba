import NIOHTTP1

/// Reason phrases of status codes (RFC 9110 §15).
enum StatusPhrase {
    static func of(_ status: Int) -> String {
        HTTPResponseStatus(statusCode: status).reasonPhrase
    }
}
