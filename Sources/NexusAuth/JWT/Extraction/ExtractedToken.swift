/// What a request brought as its credential.
package enum ExtractedToken: Sendable, Hashable {
    /// Nothing that is meant to be a token.
    case none
    /// One token, not looked into: a piece of what the request brought.
    case token(Substring)
    /// More than one credential, or one that is malformed.
    case refused(TokenFailure)
}
