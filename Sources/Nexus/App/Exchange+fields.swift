import HTTPTypes
import NIOCore
import NexusAuth
import NexusCore

extension Exchange {
    /// The head of an answer of the handler.
    func fields(for response: Response) -> ResponseFields {
        ResponseFields(
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
