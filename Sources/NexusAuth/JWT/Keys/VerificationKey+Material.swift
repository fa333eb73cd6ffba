internal import Crypto
internal import CryptoExtras
internal import NexusCore

extension VerificationKey {
    /// The key itself, by family.
    enum Material: Sendable {
        case hmac(PreparedHMAC)
        case rsa(_RSA.Signing.PublicKey, RSANumbers)
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)

        /// What keys of this family can do at all.
        var family: AlgorithmSet {
            switch self {
            case .hmac: .hmac
            case .rsa: .rsa
            case .p256: .p256
            case .p384: .p384
            case .p521: .p521
            case .ed25519: .ed25519
            }
        }

        var thumbprint: KeyThumbprint {
            switch self {
            case .hmac(let hmac): hmac.thumbprint
            case .rsa(_, let numbers):
                KeyThumbprint(members: [
                    "e": Base64URL.encode(numbers.exponent), "kty": "RSA", "n": Base64URL.encode(numbers.modulus),
                ])
            case .p256(let key): Self.thumbprint(curve: "P-256", point: Array(key.rawRepresentation))
            case .p384(let key): Self.thumbprint(curve: "P-384", point: Array(key.rawRepresentation))
            case .p521(let key): Self.thumbprint(curve: "P-521", point: Array(key.rawRepresentation))
            case .ed25519(let key):
                KeyThumbprint(members: ["crv": "Ed25519", "kty": "OKP", "x": Base64URL.encode(key.rawRepresentation)])
            }
        }

        private static func thumbprint(curve: String, point: [UInt8]) -> KeyThumbprint {
            let x = Base64URL.encode(point.prefix(point.count / 2))
            let y = Base64URL.encode(point.suffix(point.count / 2))
            return KeyThumbprint(members: ["crv": curve, "kty": "EC", "x": x, "y": y])
        }
    }
}
