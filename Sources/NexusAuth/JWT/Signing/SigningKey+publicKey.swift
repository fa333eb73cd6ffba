internal import Crypto
internal import CryptoExtras
package import NexusCore

extension SigningKey {
    /// The public key as a JSON Web Key (RFC 7517), or the secret itself when the key is symmetric.
    /// - Parameters:
    ///   - keyID: Its `kid`, if it is to have one.
    ///   - algorithm: Its `alg`, if it is to be bound to one.
    /// - Throws: ``KeyError`` when the numbers of an RSA key cannot be read.
    package func publicJWK(keyID: String? = nil, algorithm: JWTAlgorithm? = nil) throws(KeyError) -> JSONObject {
        var jwk = try self.publicMembers()
        jwk["use"] = "sig"
        if let keyID { jwk["kid"] = .string(keyID) }
        if let algorithm { jwk["alg"] = .string(algorithm.name) }
        return jwk
    }

    /// The public key in PEM; nothing when the key is symmetric.
    package var publicPEM: String? {
        switch self.material {
        case .hmac: nil
        case .rsa(let key): key.publicKey.pemRepresentation
        case .p256(let key): key.publicKey.pemRepresentation
        case .p384(let key): key.publicKey.pemRepresentation
        case .p521(let key): key.publicKey.pemRepresentation
        case .ed25519(let key): key.publicKey.pemRepresentation
        }
    }

    private func publicMembers() throws(KeyError) -> JSONObject {
        switch self.material {
        case .hmac(let secret): return ["kty": "oct", "k": .string(Base64URL.encode(secret))]
        case .rsa(let key):
            guard let numbers = try? key.publicKey.getKeyPrimitives() else { throw KeyError("the RSA key has no numbers") }
            return [
                "kty": "RSA", "n": .string(Base64URL.encode(numbers.modulus)), "e": .string(Base64URL.encode(numbers.publicExponent)),
            ]
        case .p256(let key): return Self.point("P-256", Array(key.publicKey.rawRepresentation))
        case .p384(let key): return Self.point("P-384", Array(key.publicKey.rawRepresentation))
        case .p521(let key): return Self.point("P-521", Array(key.publicKey.rawRepresentation))
        case .ed25519(let key):
            return ["kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(key.publicKey.rawRepresentation))]
        }
    }

    private static func point(_ curve: String, _ raw: [UInt8]) -> JSONObject {
        [
            "kty": "EC", "crv": .string(curve), "x": .string(Base64URL.encode(raw.prefix(raw.count / 2))),
            "y": .string(Base64URL.encode(raw.suffix(raw.count / 2))),
        ]
    }
}
