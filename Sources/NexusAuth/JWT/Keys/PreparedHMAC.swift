internal import Crypto
internal import NexusCore

/// A shared secret with the key block of each hash already absorbed: every token saves two blocks.
struct PreparedHMAC: Sendable {
    private let sha256: HMAC<SHA256>
    private let sha384: HMAC<SHA384>
    private let sha512: HMAC<SHA512>
    let thumbprint: KeyThumbprint

    init(_ secret: [UInt8]) {
        let key = SymmetricKey(data: secret)
        self.sha256 = HMAC(key: key)
        self.sha384 = HMAC(key: key)
        self.sha512 = HMAC(key: key)
        self.thumbprint = KeyThumbprint(members: ["k": Base64URL.encode(secret), "kty": "oct"])
    }

    /// Checks a code in constant time.
    func isValid(_ code: [UInt8], for message: ArraySlice<UInt8>, algorithm: JWTAlgorithm) -> Bool {
        switch algorithm.kind {
        case .hs256: Self.isValid(code, for: message, self.sha256)
        case .hs384: Self.isValid(code, for: message, self.sha384)
        case .hs512: Self.isValid(code, for: message, self.sha512)
        default: false
        }
    }

    private static func isValid<Hash: HashFunction>(_ code: [UInt8], for message: ArraySlice<UInt8>, _ prepared: HMAC<Hash>) -> Bool {
        guard code.count == Hash.Digest.byteCount else { return false }
        var hmac = prepared
        hmac.update(data: message)
        return hmac.finalize() == code
    }
}
