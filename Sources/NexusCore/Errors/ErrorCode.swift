/// The stable, machine-readable name of an error: the `error` member of every error body.
///
/// New codes may appear in a minor release; the ones here keep their meaning.
public struct ErrorCode: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    /// The name in snake case.
    public let rawValue: String

    /// Creates a code.
    /// - Parameter rawValue: A name in snake case.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name in snake case.
    public var description: String { self.rawValue }

    /// No credential came with the request.
    public static let missingToken = ErrorCode(rawValue: "missing_token")
    /// The token was valid once.
    public static let tokenExpired = ErrorCode(rawValue: "token_expired")
    /// The token is not acceptable, for whatever reason.
    public static let invalidToken = ErrorCode(rawValue: "invalid_token")
    /// The user name or the password is wrong.
    public static let invalidCredentials = ErrorCode(rawValue: "invalid_credentials")
    /// The identity may not do this.
    public static let forbidden = ErrorCode(rawValue: "forbidden")
    /// The token names no tenant.
    public static let tenantRequired = ErrorCode(rawValue: "tenant_required")
    /// The tenant is not one that the identity may act for.
    public static let tenantForbidden = ErrorCode(rawValue: "tenant_forbidden")
    /// The caller has used up its limit.
    public static let rateLimited = ErrorCode(rawValue: "rate_limited")
    /// Nothing lives at this path.
    public static let notFound = ErrorCode(rawValue: "not_found")
    /// The path exists, the method does not.
    public static let methodNotAllowed = ErrorCode(rawValue: "method_not_allowed")
    /// The request cannot be understood.
    public static let badRequest = ErrorCode(rawValue: "bad_request")
    /// The body is not well-formed.
    public static let invalidBody = ErrorCode(rawValue: "invalid_body")
    /// The body is well-formed and has the wrong shape.
    public static let unprocessable = ErrorCode(rawValue: "unprocessable")
    /// The body is larger than the limit.
    public static let payloadTooLarge = ErrorCode(rawValue: "payload_too_large")
    /// The body is of a type that this route does not read.
    public static let unsupportedMediaType = ErrorCode(rawValue: "unsupported_media_type")
    /// The request target is longer than the limit.
    public static let targetTooLong = ErrorCode(rawValue: "target_too_long")
    /// The header fields are larger than the limit.
    public static let headersTooLarge = ErrorCode(rawValue: "headers_too_large")
    /// The request did not arrive in time.
    public static let requestTimeout = ErrorCode(rawValue: "request_timeout")
    /// The handler failed.
    public static let internalError = ErrorCode(rawValue: "internal_error")
    /// Something that the answer depends on is away.
    public static let unavailable = ErrorCode(rawValue: "unavailable")
    /// The handler did not answer in time.
    public static let handlerTimeout = ErrorCode(rawValue: "handler_timeout")
}
