package import NexusCore

/// Mints compact tokens (RFC 7515 §7.1).
package struct TokenSigner: Sendable {
    /// The key that signs.
    package let key: SigningKey
    /// The algorithm it signs with.
    package let algorithm: JWTAlgorithm
    /// The `kid` of the tokens, if they are to have one.
    package let keyID: String?

    /// Creates a signer.
    package init(_ key: SigningKey, algorithm: JWTAlgorithm, keyID: String? = nil) {
        self.key = key
        self.algorithm = algorithm
        self.keyID = keyID
    }

    /// Signs claims.
    /// - Parameters:
    ///   - claims: The payload.
    ///   - header: Further members of the header, or other values for those it has.
    /// - Throws: ``KeyError`` when the key cannot do the algorithm.
    package func sign(_ claims: JSONObject, header: JSONObject = [:]) throws(KeyError) -> String {
        var members: JSONObject = ["alg": .string(self.algorithm.name), "typ": "JWT"]
        if let keyID = self.keyID { members["kid"] = .string(keyID) }
        for member in header.members { members[member.name] = member.value }
        return try self.sign(payload: Self.json(claims), header: Self.json(members))
    }

    /// Signs bytes as they are, well-formed or not.
    package func sign(payload: [UInt8], header: [UInt8]) throws(KeyError) -> String {
        let input = "\(Base64URL.encode(header)).\(Base64URL.encode(payload))"
        let signature = try self.key.signature(for: Array(input.utf8), algorithm: self.algorithm)
        return "\(input).\(Base64URL.encode(signature))"
    }

    private static func json(_ object: JSONObject) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(.object(object))
        return writer.bytes
    }
}
