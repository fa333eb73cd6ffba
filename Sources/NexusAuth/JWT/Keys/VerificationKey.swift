internal import Crypto
internal import CryptoExtras

/// A key that checks signatures: its material, and the algorithms it may be used with.
///
/// A token never decides which algorithm a key is used with: it names one, and the key either has it or is not asked.
package final class VerificationKey: Sendable {
    /// Smallest shared secret, in bytes (contract, "nexus.yaml", `jwt`).
    package static let minimumSecretLength = 32
    /// RSA moduli accepted, in bits (RFC 7518 §3.3 asks for 2048; larger than 8192 only costs time).
    package static let rsaModulusBits = 2048...8192

    let material: Material
    /// The algorithms this key may be used with; never empty.
    package let algorithms: AlgorithmSet
    /// The key's name in its set (`kid`, RFC 7517 §4.5), if it has one.
    package let keyID: String?
    /// What the material hashes to.
    package let thumbprint: KeyThumbprint

    init(_ material: Material, allowed: AlgorithmSet, keyID: String?) throws(KeyError) {
        self.material = material
        self.algorithms = material.family.intersection(allowed)
        self.keyID = keyID
        self.thumbprint = material.thumbprint
        guard !self.algorithms.isEmpty else { throw KeyError("no algorithm that this kind of key can do is allowed") }
    }

    /// Whether signer and verifier share this key.
    package var isShared: Bool { !self.algorithms.isDisjoint(with: .hmac) }

    /// A shared secret for HS256, HS384 and HS512.
    /// - Throws: ``KeyError`` when it is shorter than ``minimumSecretLength``.
    package convenience init(secret: [UInt8], allowed: AlgorithmSet, keyID: String? = nil) throws(KeyError) {
        guard secret.count >= Self.minimumSecretLength else {
            throw KeyError("a shared secret needs at least \(Self.minimumSecretLength) bytes; this one has \(secret.count)")
        }
        try self.init(.hmac(PreparedHMAC(secret)), allowed: allowed, keyID: keyID)
    }
}
