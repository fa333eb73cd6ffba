/// A request that is answered with an error, and everything the client may learn about why.
///
/// What the client may *not* learn (which check of a token failed, which permission was missing) is not in here: it
/// travels beside it, to the audit record and the log.
public struct Rejection: Error, Sendable, Hashable {
    /// The `WWW-Authenticate` challenge of an answer (RFC 6750 §3).
    public enum Challenge: Sendable, Hashable {
        /// No credential was sent: the scheme and the realm alone.
        case bearer
        /// The token is not acceptable.
        case invalidToken
        /// The token is fine, its rights are not enough.
        case insufficientScope
    }

    /// The HTTP status code.
    public let status: Int
    /// The stable name of the error.
    public let code: ErrorCode
    /// One sentence for a person; the same for every cause that shares the code.
    public let detail: String
    /// The challenge to answer with, if any.
    public let challenge: Challenge?
    /// Whole seconds after which a retry makes sense (RFC 9110 §10.2.3), if any.
    public var retryAfter: Int?
    /// Methods that exist at the path, for 405 (RFC 9110 §10.2.1).
    public var allow: [HTTPMethod]
    /// Where in the body the problem is, for 422.
    public var field: String?

    /// Creates a rejection.
    /// - Parameters:
    ///   - status: The HTTP status code, 400 to 599.
    ///   - code: The stable name of the error.
    ///   - detail: One sentence for a person. It reaches the client: nothing secret, nothing that tells an attacker which check failed.
    ///   - challenge: The challenge to answer with, if any.
    ///   - retryAfter: Whole seconds after which a retry makes sense, if any.
    ///   - allow: Methods that exist at the path, for 405.
    ///   - field: Where in the body the problem is, for 422.
    public init(
        status: Int,
        code: ErrorCode,
        detail: String,
        challenge: Challenge? = nil,
        retryAfter: Int? = nil,
        allow: [HTTPMethod] = [],
        field: String? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.challenge = challenge
        self.retryAfter = retryAfter
        self.allow = allow
        self.field = field
    }
}

extension Rejection {
    /// 401: no credential came with the request.
    public static let missingToken = Rejection(
        status: 401, code: .missingToken, detail: "This resource needs an access token.", challenge: .bearer)
    /// 401: the token has expired.
    public static let tokenExpired = Rejection(
        status: 401, code: .tokenExpired, detail: "The access token has expired.", challenge: .invalidToken)
    /// 401: the token is not acceptable.
    public static let invalidToken = Rejection(
        status: 401, code: .invalidToken, detail: "The access token is not valid.", challenge: .invalidToken)
    /// 403: the identity may not do this.
    public static let forbidden = Rejection(
        status: 403, code: .forbidden, detail: "You may not do this.", challenge: .insufficientScope)
    /// 403: the token names no tenant.
    public static let tenantRequired = Rejection(
        status: 403, code: .tenantRequired, detail: "This resource needs a tenant.", challenge: .insufficientScope)
    /// 403: the tenant is unknown, suspended, or not one the identity may act for.
    public static let tenantForbidden = Rejection(
        status: 403, code: .tenantForbidden, detail: "You may not act for this tenant.", challenge: .insufficientScope)
    /// 404: nothing lives at this path.
    public static let notFound = Rejection(status: 404, code: .notFound, detail: "There is no such resource.")
    /// 500: the handler failed.
    public static let internalError = Rejection(status: 500, code: .internalError, detail: "The server failed to answer.")

    /// 429: the caller has used up its limit.
    /// - Parameter seconds: After how many seconds the next request is admitted.
    public static func rateLimited(retryAfter seconds: Int) -> Rejection {
        Rejection(status: 429, code: .rateLimited, detail: "Too many requests.", retryAfter: seconds)
    }

    /// 405: the path exists, the method does not.
    /// - Parameter methods: The methods that exist.
    public static func methodNotAllowed(allow methods: [HTTPMethod]) -> Rejection {
        Rejection(status: 405, code: .methodNotAllowed, detail: "The resource does not know this method.", allow: methods)
    }

    /// 503: something that the answer depends on is away.
    /// - Parameter seconds: After how many seconds a retry makes sense.
    public static func unavailable(retryAfter seconds: Int = 1) -> Rejection {
        Rejection(status: 503, code: .unavailable, detail: "A service this answer depends on is away.", retryAfter: seconds)
    }
}
