import Crypto
package import NexusCore

/// Signs checkpoints with Ed25519 (RFC 8032).
package struct CheckpointSigner: Sendable {
    /// Characters of a signature in base64url.
    static let signatureLength = 86

    private let key: Curve25519.Signing.PrivateKey

    /// Derives the signing key from a secret by HKDF (RFC 5869), so that any long random secret will do.
    /// - Throws: ``AuditError`` when the secret cannot be read or has fewer than 32 bytes.
    package init(secret: Secret) throws(AuditError) {
        let bytes: [UInt8]
        do { bytes = try secret.resolve() } catch { throw AuditError(.configuration, "audit: signing_key (\(error))") }
        guard bytes.count >= 32 else { throw AuditError(.configuration, "audit: signing_key has fewer than 32 bytes") }
        let seed = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Array("nexus audit checkpoint Ed25519".utf8), outputByteCount: 32)
        do {
            self.key = try seed.withUnsafeBytes { try Curve25519.Signing.PrivateKey(rawRepresentation: Array($0)) }
        } catch {
            throw AuditError(.configuration, "audit: signing_key cannot be used")
        }
    }

    /// The public key in base64url: what a verifier needs.
    package var publicKey: String { Base64URL.encode(Array(self.key.publicKey.rawRepresentation)) }

    /// The signature over a line's bytes, in base64url; nothing if the system's random generator fails.
    func signature(of bytes: ArraySlice<UInt8>) -> String? {
        (try? self.key.signature(for: Array(bytes))).map { Base64URL.encode(Array($0)) }
    }

    /// Whether a signature over a line's bytes is right.
    /// - Parameter publicKey: The public key in base64url.
    static func isValid(_ signature: String, of bytes: ArraySlice<UInt8>, publicKey: String) -> Bool {
        guard let rawKey = Base64URL.decode(publicKey), let rawSignature = Base64URL.decode(signature),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: rawKey)
        else { return false }
        return key.isValidSignature(rawSignature, for: Array(bytes))
    }
}
