import HTTPTypes
import NIOCore
import NexusAuth
import NexusCore

extension Exchange {
    /// The head of an answer of the handler.
    func fields(for response: Response) -> ResponseFields {
        var fields = self.fields(status: response.status.code)
        fields.contentType = response.contentType ?? response.headers[.contentType]
        fields.contentLength = response.body.count
        fields.extra = response.headers
        return fields
    }

    /// The head of an error.
    func fields(for rejection: Rejection, contentLength: Int) -> ResponseFields {
        var fields = self.fields(status: rejection.status)
        fields.contentType = ProblemDetails.contentType
        fields.contentLength = contentLength
        fields.challenge = rejection.challenge
        fields.retryAfter = rejection.retryAfter
        fields.allow = rejection.allow
        // The codings that would have been read (RFC 9110 §15.5.16).
        if rejection == .unsupportedCoding { fields.extra[.acceptEncoding] = "identity" }
        fields.isPrivate = true
        return fields
    }

    /// The head of the answer to a preflight.
    func preflightFields() -> ResponseFields {
        var fields = self.fields(status: 204)
        fields.isPreflight = true
        return fields
    }

    /// The head of the answer to `OPTIONS`.
    func optionsFields(_ methods: [HTTPMethod]) -> ResponseFields {
        var fields = self.fields(status: 204)
        fields.allow = methods
        return fields
    }

    private func fields(status: Int) -> ResponseFields {
        ResponseFields(
            status: status,
            contentLength: 0,
            requestID: self.requestID,
            origin: self.origin,
            limit: self.evaluation.limit,
            isPrivate: self.evaluation.principal != nil
        )
    }
}
