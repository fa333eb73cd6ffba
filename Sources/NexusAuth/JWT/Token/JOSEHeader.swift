internal import NexusCore

/// The header of a token (RFC 7515 §4), as far as it may have a say.
///
/// `jwk`, `jku`, `x5u` and `x5c` name keys that the sender chose: they are neither used nor fetched.
struct JOSEHeader: Sendable {
    /// Largest header accepted, in decoded bytes.
    static let maximumSize = 2048

    let algorithm: JWTAlgorithm
    let keyID: String?
    /// The media type in lower case without `application/` (RFC 7515 §4.1.9); `jwt` when absent.
    let type: String

    init(_ bytes: [UInt8]) throws(TokenFailure) {
        guard bytes.count <= Self.maximumSize else { throw TokenFailure(.tooLarge, "the header has more than 2048 bytes") }
        guard let members = try? JSONParser.parseObject(bytes, limits: .token) else {
            throw TokenFailure(.malformed, "the header is not one JSON object")
        }
        guard members["crit"] == nil else { throw TokenFailure(.criticalHeader, "the header has critical extensions") }
        guard members["b64"] == nil else { throw TokenFailure(.criticalHeader, "the header has b64") }
        guard case .string(let name)? = members["alg"] else { throw TokenFailure(.malformed, "the header has no alg") }
        guard let algorithm = JWTAlgorithm(name) else { throw TokenFailure(.algorithmNotAllowed, "the header names a foreign algorithm") }
        self.algorithm = algorithm
        self.keyID = try Self.string("kid", in: members)
        guard self.keyID?.utf8.count ?? 0 <= JSONWebKey.maximumKeyIDLength else { throw TokenFailure(.malformed, "kid is too long") }
        self.type = Self.normalized(try Self.string("typ", in: members) ?? "jwt")
    }

    private static func string(_ name: String, in members: JSONObject) throws(TokenFailure) -> String? {
        switch members[name] {
        case nil: return nil
        case .string(let string): return string
        default: throw TokenFailure(.malformed, "\(name) is not a string")
        }
    }

    private static func normalized(_ type: String) -> String {
        if type.hasSameBytes(as: "JWT") { return "jwt" }
        let lowercased = type.lowercased()
        return lowercased.hasPrefix("application/") ? String(lowercased.dropFirst("application/".count)) : lowercased
    }
}
