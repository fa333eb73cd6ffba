internal import NexusCore

/// The times of a token, in seconds since the Unix epoch (`NumericDate`, RFC 7519 §2); fractions are rounded down.
struct TokenTimes: Sendable, Hashable {
    /// The largest second taken for a time: what a `Double` holds exactly.
    static let maximum: Int64 = 1 << 53

    let expiresAt: Int64?
    let notBefore: Int64?
    let issuedAt: Int64?

    init(_ claims: JSONObject) throws(TokenFailure) {
        self.expiresAt = try Self.seconds("exp", in: claims)
        self.notBefore = try Self.seconds("nbf", in: claims)
        self.issuedAt = try Self.seconds("iat", in: claims)
    }

    private static func seconds(_ name: String, in claims: JSONObject) throws(TokenFailure) -> Int64? {
        switch claims[name] {
        case nil: return nil
        case .integer(let seconds) where seconds.magnitude <= self.maximum.magnitude: return seconds
        case .number(let seconds) where seconds.magnitude <= Double(self.maximum): return Int64(seconds.rounded(.down))
        default: throw TokenFailure(.badClaim, "\(name) is not a number of seconds")
        }
    }
}
