import NIOCore
import NexusCore

/// The one error body: RFC 9457 problem details with the stable `error` code and the request's identifier.
enum ProblemDetails {
    static let contentType = "application/problem+json"

    /// Encodes a rejection.
    /// - Parameters:
    ///   - developerDetail: What went wrong inside; only development mode gives one.
    static func encode(_ rejection: Rejection, requestID: String, developerDetail: String? = nil) -> ByteBuffer {
        var json = JSONWriter(reservingCapacity: 256)
        json.beginObject()
        json.member("type", "about:blank")
        json.member("title", StatusPhrase.of(rejection.status))
        json.member("status", rejection.status)
        json.member("detail", rejection.detail)
        json.member("error", rejection.code.rawValue)
        if let field = rejection.field { json.member("field", field) }
        if let developerDetail { json.member("developer_detail", developerDetail) }
        json.member("request_id", requestID)
        json.endObject()
        return ByteBuffer(bytes: json.bytes)
    }
}
