internal import Crypto
internal import NexusCore

/// A shared secret with the key block of each hash already absorbed: every token saves two blocks.
struct PreparedHMAC: Sendable {
    private let sha256: Blocks<SHA256>
    private let sha384: Blocks<SHA384>
    private let sha512: Blocks<SHA512>
    let thumbprint: KeyThumbprint

    init(_ secret: [UInt8]) {
        self.sha256 = Blocks(secret)
        self.sha384 = Blocks(secret)
        self.sha512 = Blocks(secret)
        self.thumbprint = KeyThumbprint(members: ["k": Base64URL.encode(secret), "kty": "oct"])
    }

    /// Checks a code in constant time.
    func isValid(_ code: [UInt8], for message: ArraySlice<UInt8>, algorithm: JWTAlgorithm) -> Bool {
        switch algorithm.kind {
        case .hs256: self.sha256.isValid(code, for: message)
        case .hs384: self.sha384.isValid(code, for: message)
        case .hs512: self.sha512.isValid(code, for: message)
        default: false
        }
    }
}
