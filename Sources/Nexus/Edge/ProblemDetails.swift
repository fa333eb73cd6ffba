import NexusCore

/// The one error body: RFC 9457 problem details with the stable `error` code and the request's identifier.
enum ProblemDetails {
    static let contentType = "application/problem+json"

    /// Encodes a rejection.
    /// - Parameters:
    ///   - developerDetail: What went wrong inside; only development mode gives one.
    static func encode(_ rejection: Rejection, requestID: String, developerDetail: String? = nil) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 256) { body in
            body.append(contentsOf: self.common.first { rejection.hasBody(of: $0.rejection) }?.opening ?? self.opening(of: rejection))
        }
        if let developerDetail { json.member("developer_detail", developerDetail) }
        json.member("request_id", requestID)
        json.endObject()
        return json.bytes
    }

    /// What an error body says besides the request.
    private static func opening(of rejection: Rejection) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("type", "about:blank")
        json.member("title", StatusPhrase.of(rejection.status))
        json.member("status", rejection.status)
        json.member("detail", rejection.detail)
        json.member("error", rejection.code.rawValue)
        if let field = rejection.field { json.member("field", field) }
        return json.bytes
    }

    /// The errors that many requests may bring in a row, written out once.
    private static let common = [
        Rejection.missingToken, .invalidToken, .tokenExpired, .forbidden, .tenantRequired, .tenantForbidden, .rateLimited(retryAfter: 1),
        .unavailable(), .notFound, .methodNotAllowed(allow: []), .malformedRequest, .payloadTooLarge, .internalError,
    ].map { (rejection: $0, opening: opening(of: $0)) }
}

extension Rejection {
    /// Whether both are said with the same words.
    fileprivate func hasBody(of other: Rejection) -> Bool {
        self.status == other.status && self.field == nil && other.field == nil
            && self.code.rawValue.hasSameBytes(as: other.code.rawValue) && self.detail.hasSameBytes(as: other.detail)
    }
}
