import NexusCore

extension Rejection.Challenge {
    /// The value of `WWW-Authenticate` (RFC 6750 §3).
    var fieldValue: String {
        switch self {
        case .bearer: #"Bearer realm="api""#
        case .invalidToken: #"Bearer realm="api", error="invalid_token""#
        case .insufficientScope: #"Bearer realm="api", error="insufficient_scope""#
        }
    }
}
