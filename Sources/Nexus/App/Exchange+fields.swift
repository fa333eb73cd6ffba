import HTTPTypes
import NIOCore
import NexusAuth
import NexusCore

extension Exchange {
    /// The head of an answer of the handler.
    /// - Throws: ``RequestError`` for a status that no answer may have: those below 200 announce one (RFC 9110 §15.2).
    func fields(for response: Response) throws(RequestError) -> ResponseFields {
        guard (200...599).contains(response.status.code) else {
            throw RequestError("a handler answered with the status \(response.status.code); it must be 200 to 599")
        }
        return ResponseFields(
            status: response.status.code,
            contentType: response.contentType ?? response.headers[.contentType],
            contentLength: response.body.count,
            requestID: self.requestID,
            origin: self.origin,
            limit: self.evaluation.limit,
            extra: response.headers,
            isPrivate: self.evaluation.principal != nil
        )
    }

    /// The head of an error.
    func fields(for rejection: Rejection, contentLength: Int) -> ResponseFields {
        ResponseFields(
            status: rejection.status,
            contentType: ProblemDetails.contentType,
            contentLength: contentLength,
            requestID: self.requestID,
            origin: self.origin,
            limit: self.evaluation.limit,
            challenge: rejection.challenge,
            retryAfter: rejection.retryAfter,
            allow: rejection.allow,
            // The codings that would have been read (RFC 9110 §15.5.16).
            extra: rejection == .unsupportedCoding ? [.acceptEncoding: "identity"] : [:],
            isPrivate: true
        )
    }

    /// The head of the answer to a preflight.
    func preflightFields() -> ResponseFields {
        self.fields(allow: [], isPreflight: true)
    }

    /// The head of the answer to `OPTIONS`.
    func optionsFields(_ methods: [HTTPMethod]) -> ResponseFields {
        self.fields(allow: methods, isPreflight: false)
    }

    private func fields(allow: [HTTPMethod], isPreflight: Bool) -> ResponseFields {
        ResponseFields(
            status: 204,
            requestID: self.requestID,
            origin: self.origin,
            limit: self.evaluation.limit,
            allow: allow,
            isPrivate: self.evaluation.principal != nil,
            isPreflight: isPreflight
        )
    }
}
