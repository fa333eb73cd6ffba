internal import Crypto
internal import CryptoExtras

extension VerificationKey {
    /// Reads a public key in PEM (RFC 7468 §13 `PUBLIC KEY`, or PKCS#1 `RSA PUBLIC KEY`): RSA, P-256, P-384, P-521 or Ed25519.
    /// - Parameters:
    ///   - pem: The file's bytes.
    ///   - allowed: The configuration's allow-list.
    ///   - keyID: The name the key goes by, if any.
    /// - Throws: ``KeyError`` when it is no such key, or one too weak.
    package convenience init(pem: [UInt8], allowed: AlgorithmSet, keyID: String? = nil) throws(KeyError) {
        guard let text = String(validating: pem, as: UTF8.self) else { throw KeyError("the PEM file is not text") }
        // Environment variables often carry the line breaks as two characters each.
        try self.init(try Self.material(pem: text.replacing("\\n", with: "\n")), allowed: allowed, keyID: keyID)
    }

    private static func material(pem: String) throws(KeyError) -> Material {
        guard !pem.contains("PRIVATE KEY-----") else {
            throw KeyError(
                "this is a private key; verification needs the public key, and a server that only verifies should not have the other")
        }
        guard !pem.contains("BEGIN CERTIFICATE-----") else {
            throw KeyError("this is a certificate; extract its key with: openssl x509 -pubkey -noout")
        }
        guard pem.contains("PUBLIC KEY-----") else { throw KeyError("no PEM block 'PUBLIC KEY' found") }
        if let key = try? P256.Signing.PublicKey(pemRepresentation: pem) { return .p256(key) }
        if let key = try? P384.Signing.PublicKey(pemRepresentation: pem) { return .p384(key) }
        if let key = try? P521.Signing.PublicKey(pemRepresentation: pem) { return .p521(key) }
        if let key = try? Curve25519.Signing.PublicKey(pemRepresentation: pem) { return .ed25519(key) }
        if let key = try? _RSA.Signing.PublicKey(unsafePEMRepresentation: pem), let primitives = try? key.getKeyPrimitives() {
            return .rsa(key, try RSANumbers(modulus: primitives.modulus, exponent: primitives.publicExponent))
        }
        throw KeyError("the PEM block holds no RSA, P-256, P-384, P-521 or Ed25519 public key")
    }
}
