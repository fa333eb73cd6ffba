import Crypto
import NexusCore

/// A refresh token: 256 bits that cannot be guessed, of which the first half is shared by its family.
///
/// The shared half says which family a token claims to be of even when it is no longer stored, so that every reuse is
/// noticed, however long ago, with a bounded number of rows. Only hashes are stored.
package struct RefreshToken: Sendable, Hashable, CustomStringConvertible {
    private static let half = 16

    private let bytes: [UInt8]

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Creates the first token of a new family.
    init() {
        self.init(bytes: .random(count: 2 * Self.half))
    }

    /// Reads what a client sends, or gives nothing when it is malformed.
    init?(_ text: String) {
        guard text.utf8.count <= 64, let bytes = Base64URL.decode(text), bytes.count == 2 * Self.half else { return nil }
        self.init(bytes: bytes)
    }

    /// A new salt for ``successor(salt:)``.
    static func salt() -> [UInt8] { .random(count: 2 * Self.half) }

    /// The token that follows this one: the same salt always gives the same token, and without this token the salt gives nothing away.
    func successor(salt: [UInt8]) -> RefreshToken {
        let code = HMAC<SHA256>.authenticationCode(for: self.bytes, using: SymmetricKey(data: salt))
        return RefreshToken(bytes: self.bytes.prefix(Self.half) + Array(code.prefix(Self.half)))
    }

    /// What the client gets: 43 characters of base64url.
    package var text: String { Base64URL.encode(self.bytes) }

    /// The hash of the family's half (SHA-256).
    var selectorHash: [UInt8] { Array(SHA256.hash(data: self.bytes.prefix(Self.half))) }

    /// The hash of the whole token (SHA-256).
    var hash: [UInt8] { Array(SHA256.hash(data: self.bytes)) }

    /// Says what it is, never its bytes.
    package var description: String { "(refresh token)" }
}
