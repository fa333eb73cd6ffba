package import NexusCore

/// A JSON Web Key as it was published (RFC 7517): checked for shape, not yet for what its material is worth.
///
/// Certificates (`x5c`, `x5u`) that come with a key are neither used nor fetched.
package struct JSONWebKey: Sendable {
    /// Longest key identifier accepted, in bytes.
    package static let maximumKeyIDLength = 256

    /// The key type: `RSA`, `EC`, `OKP`, `oct`, or one we do not know.
    package let type: String
    /// The key's name, if it has one.
    package let keyID: String?
    /// The algorithm that the publisher binds the key to, if it does.
    package let algorithm: String?
    /// All members.
    package let members: JSONObject

    /// Reads a key.
    /// - Throws: ``KeyError`` when a member has the wrong type, or the key is not meant to verify signatures (RFC 7517 §4.2, §4.3).
    package init(_ members: JSONObject) throws(KeyError) {
        guard let type = try Self.string("kty", in: members) else { throw KeyError("a key without kty") }
        self.type = type
        self.keyID = try Self.string("kid", in: members)
        self.algorithm = try Self.string("alg", in: members)
        self.members = members
        if let keyID = self.keyID, keyID.utf8.count > Self.maximumKeyIDLength { throw KeyError("kid is longer than 256 bytes") }
        if let use = try Self.string("use", in: members), use != "sig" { throw KeyError("the key is not for signatures (use)") }
        if let operations = members["key_ops"] {
            guard case .array(let names) = operations else { throw KeyError("key_ops is not an array") }
            guard names.contains(.string("verify")) else { throw KeyError("the key is not for verification (key_ops)") }
        }
    }

    /// Reads a member that holds bytes in base64url.
    func bytes(_ name: String) throws(KeyError) -> [UInt8] {
        guard let text = try Self.string(name, in: self.members) else { throw KeyError("a key of type \(self.type) needs \(name)") }
        guard let bytes = Base64URL.decode(text) else { throw KeyError("\(name) is not canonical base64url") }
        return bytes
    }

    private static func string(_ name: String, in members: JSONObject) throws(KeyError) -> String? {
        switch members[name] {
        case nil: return nil
        case .string(let string): return string
        default: throw KeyError("\(name) is not a string")
        }
    }
}
