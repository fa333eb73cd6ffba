/// What a request brought as its credential.
package enum ExtractedToken: Sendable, Hashable {
    /// Nothing that is meant to be a token.
    case none
    /// One token, not looked into.
    case token(String)
    /// More than one credential, or one that is malformed.
    case refused(TokenFailure)
}
