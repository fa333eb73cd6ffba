package import NexusCore

/// Why a token was refused: for the log, the metric and the audit record, never for the client.
package struct TokenFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The check that failed; its raw value is a stable metric label.
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// More than one credential, or one that is no bearer token.
        case ambiguousCredential = "ambiguous_credential"
        /// A credential that is not written as RFC 6750 says.
        case malformedCredential = "malformed_credential"
        /// Larger than the limit.
        case tooLarge = "too_large"
        /// Not a compact JWS of two JSON objects.
        case malformed
        /// An algorithm that is not allowed, `none` included.
        case algorithmNotAllowed = "algorithm_not_allowed"
        /// An extension that must be understood and is not (`crit`, `b64`).
        case criticalHeader = "critical_header"
        /// A `typ` of another kind of token.
        case type
        /// No key of that name, or none for that algorithm.
        case unknownKey = "unknown_key"
        /// An `iss` that is not trusted.
        case issuer
        /// An `aud` that does not name us.
        case audience
        /// Past its `exp`.
        case expired
        /// Before its `nbf`.
        case notYetValid = "not_yet_valid"
        /// Older than the configured age.
        case tooOld = "too_old"
        /// A signature that no key made.
        case badSignature = "bad_signature"
        /// A claim of the wrong type, or one that is missing.
        case badClaim = "bad_claim"
        /// A refresh token where an access token belongs.
        case refreshToken = "refresh_token"
    }

    /// The check that failed.
    package let cause: Cause
    /// One sentence of ours: never a part of the token.
    package let reason: String

    package init(_ cause: Cause, _ reason: String) {
        self.cause = cause
        self.reason = reason
    }

    /// What the client learns: that the token has expired, or that it is not valid.
    ///
    /// Only a token whose signature is right is called expired; who forges one learns nothing about keys, issuers and audiences.
    package var rejection: Rejection { self.cause == .expired ? .tokenExpired : .invalidToken }

    package var description: String { "\(self.cause.rawValue): \(self.reason)" }
}
