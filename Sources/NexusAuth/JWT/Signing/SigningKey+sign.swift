internal import Crypto
internal import CryptoExtras

extension SigningKey {
    /// Signs a message.
    /// - Throws: ``KeyError`` when this key cannot do the algorithm.
    func signature(for message: [UInt8], algorithm: JWTAlgorithm) throws(KeyError) -> [UInt8] {
        guard let signature = try? self.rawSignature(for: message, algorithm: algorithm) else {
            throw KeyError("this key cannot sign with \(algorithm)")
        }
        return signature
    }

    private func rawSignature(for message: [UInt8], algorithm: JWTAlgorithm) throws -> [UInt8]? {
        switch (self.material, algorithm.kind) {
        case (.hmac(let secret), .hs256):
            Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        case (.hmac(let secret), .hs384):
            Array(HMAC<SHA384>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        case (.hmac(let secret), .hs512):
            Array(HMAC<SHA512>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        case (.rsa(let key), .rs256):
            Array(try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
        case (.rsa(let key), .rs384):
            Array(try key.signature(for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
        case (.rsa(let key), .rs512):
            Array(try key.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
        case (.rsa(let key), .ps256): Array(try key.signature(for: SHA256.hash(data: message), padding: .PSS).rawRepresentation)
        case (.rsa(let key), .ps384): Array(try key.signature(for: SHA384.hash(data: message), padding: .PSS).rawRepresentation)
        case (.rsa(let key), .ps512): Array(try key.signature(for: SHA512.hash(data: message), padding: .PSS).rawRepresentation)
        case (.p256(let key), .es256): Array(try key.signature(for: SHA256.hash(data: message)).rawRepresentation)
        case (.p384(let key), .es384): Array(try key.signature(for: SHA384.hash(data: message)).rawRepresentation)
        case (.p521(let key), .es512): Array(try key.signature(for: SHA512.hash(data: message)).rawRepresentation)
        case (.ed25519(let key), .edDSA): Array(try key.signature(for: message))
        default: nil
        }
    }
}
