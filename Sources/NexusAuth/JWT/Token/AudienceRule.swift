internal import NexusCore

/// Whether a token is meant for us (RFC 7519 §4.1.3).
enum AudienceRule {
    /// Judges `aud`: one string, or an array of at least one string.
    /// - Parameter accepted: The names we go by; nil when any will do, the claim's form excepted.
    static func check(_ claims: JSONObject, accepted: AcceptedValues?) throws(TokenFailure) {
        var isAccepted = accepted == nil
        switch claims["aud"] {
        case nil: break
        case .string(let name): isAccepted = accepted?.contains(name) ?? true
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                guard case .string(let name) = element else { throw Self.malformed }
                isAccepted = isAccepted || accepted?.contains(name) ?? true
            }
        default: throw Self.malformed
        }
        guard isAccepted else { throw TokenFailure(.audience, "the token is for another audience") }
    }

    private static let malformed = TokenFailure(.badClaim, "aud is neither a string nor an array of strings")
}
