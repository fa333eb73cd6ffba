internal import Crypto
internal import CryptoExtras

extension VerificationKey {
    /// Whether a signature is this key's over a message.
    ///
    /// ECDSA signatures are the two integers side by side, each as long as the curve's order (RFC 7518 §3.4); their range is checked
    /// by the primitive.
    /// - Parameters:
    ///   - signature: The decoded signature.
    ///   - message: The signing input: everything before the second dot.
    ///   - algorithm: The algorithm that the token names. One the key does not have is refused.
    func isValid(_ signature: [UInt8], for message: ArraySlice<UInt8>, algorithm: JWTAlgorithm) -> Bool {
        guard self.algorithms.contains(algorithm) else { return false }
        switch self.material {
        case .hmac(let hmac): return hmac.isValid(signature, for: message, algorithm: algorithm)
        case .rsa(let key, let numbers):
            guard signature.count == numbers.modulus.count else { return false }
            return Self.isValid(signature, for: message, algorithm: algorithm, key)
        case .p256(let key):
            guard signature.count == 64, let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(signature, for: SHA256.hash(data: message))
        case .p384(let key):
            guard signature.count == 96, let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(signature, for: SHA384.hash(data: message))
        case .p521(let key):
            guard signature.count == 132, let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(signature, for: SHA512.hash(data: message))
        case .ed25519(let key): return signature.count == 64 && key.isValidSignature(signature, for: message)
        }
    }

    private static func isValid(
        _ signature: [UInt8],
        for message: ArraySlice<UInt8>,
        algorithm: JWTAlgorithm,
        _ key: _RSA.Signing.PublicKey
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        return switch algorithm.kind {
        case .rs256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        case .rs384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
        case .rs512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
        case .ps256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .PSS)
        case .ps384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .PSS)
        case .ps512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .PSS)
        default: false
        }
    }
}
