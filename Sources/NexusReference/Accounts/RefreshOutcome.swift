/// What came of presenting a refresh token.
package enum RefreshOutcome: Sendable, Hashable {
    /// The token was good, and this one follows it.
    case rotated(RefreshToken, Username)
    /// The token had been used before: its whole family is revoked (RFC 9700 §4.14.2).
    case reused(Username)
    /// Malformed, unknown, expired or revoked.
    case invalid
}
