import Crypto
import NexusCore

/// A refresh token: 256 random bits, of which the first half is shared by its family.
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

    /// Another token of the same family.
    func sibling() -> RefreshToken {
        RefreshToken(bytes: self.bytes.prefix(Self.half) + .random(count: Self.half))
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
