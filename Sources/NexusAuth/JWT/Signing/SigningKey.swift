internal import Crypto
internal import CryptoExtras
internal import NexusCore

/// A key that signs tokens: what the login route, the command line and tests use.
package struct SigningKey: Sendable {
    enum Material: Sendable {
        case hmac([UInt8])
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    let material: Material

    init(_ material: Material) {
        self.material = material
    }

    /// A shared secret for HS256, HS384 and HS512.
    /// - Throws: ``KeyError`` when it is shorter than ``VerificationKey/minimumSecretLength``.
    package init(secret: [UInt8]) throws(KeyError) {
        _ = try VerificationKey(secret: secret, allowed: .hmac)
        self.init(.hmac(secret))
    }

    /// Reads a private key in PEM (PKCS#8, PKCS#1 or SEC 1): RSA, P-256, P-384, P-521 or Ed25519.
    /// - Throws: ``KeyError`` when it is no such key, or one too weak.
    package init(pem: [UInt8]) throws(KeyError) {
        guard let text = String(validating: pem, as: UTF8.self) else { throw KeyError("the PEM file is not text") }
        if let key = try? P256.Signing.PrivateKey(pemRepresentation: text) {
            self.init(.p256(key))
        } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: text) {
            self.init(.p384(key))
        } else if let key = try? P521.Signing.PrivateKey(pemRepresentation: text) {
            self.init(.p521(key))
        } else if let key = try? Curve25519.Signing.PrivateKey(pemRepresentation: text) {
            self.init(.ed25519(key))
        } else if let key = try? _RSA.Signing.PrivateKey(pemRepresentation: text) {
            self.init(.rsa(key))
        } else {
            throw KeyError("the PEM block holds no RSA key of 2048 bits or more, and no P-256, P-384, P-521 or Ed25519 private key")
        }
    }

    /// Makes a new key that can do an algorithm; RSA keys get 2048 bits.
    /// - Throws: ``KeyError`` when the system gives no key.
    package static func generate(for algorithm: JWTAlgorithm) throws(KeyError) -> SigningKey {
        switch algorithm.kind {
        case .hs256, .hs384, .hs512: return SigningKey(.hmac((0..<64).map { _ in UInt8.random(in: .min ... .max) }))
        case .es256: return SigningKey(.p256(P256.Signing.PrivateKey()))
        case .es384: return SigningKey(.p384(P384.Signing.PrivateKey()))
        case .es512: return SigningKey(.p521(P521.Signing.PrivateKey()))
        case .edDSA: return SigningKey(.ed25519(Curve25519.Signing.PrivateKey()))
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
            guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { throw KeyError("no RSA key could be made") }
            return SigningKey(.rsa(key))
        }
    }
}
