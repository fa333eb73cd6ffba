import NIOHTTP1
import NexusCore

extension Rejection {
    /// 408: the request did not arrive in time.
    static let requestTimeout = Rejection(status: 408, code: .requestTimeout, detail: "The request took too long to arrive.")
    /// 413: the body is larger than the route allows.
    static let payloadTooLarge = Rejection(status: 413, code: .payloadTooLarge, detail: "The body is too large.")
    /// 503: the handler did not answer in time.
    static let handlerTimeout = Rejection(status: 503, code: .handlerTimeout, detail: "The server took too long to answer.", retryAfter: 1)
    /// 415: the body is in a coding that is not read.
    static let unsupportedCoding = Rejection(status: 415, code: .unsupportedMediaType, detail: "The body must not be compressed.")
    /// 431: the header fields are larger than the limit.
    static let headersTooLarge = Rejection(status: 431, code: .headersTooLarge, detail: "The header fields are too large.")

    /// What bytes that are no request are answered with.
    init(parsing error: HTTPParserError) {
        self = error == .headerOverflow ? .headersTooLarge : .malformedRequest
    }
}
