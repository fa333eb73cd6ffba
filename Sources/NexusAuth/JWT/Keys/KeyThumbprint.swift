internal import Crypto
internal import NexusCore

/// The SHA-256 thumbprint of a key (RFC 7638): equal for the same key material, whatever file or set it came from.
package struct KeyThumbprint: Sendable, Hashable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Hashes the required members of a key.
    /// - Parameter members: Names and values in lexicographic order (RFC 7638 §3.2).
    package init(members: KeyValuePairs<String, String>) {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in members {
            writer.name(escaping: name)
            writer.value(value)
        }
        writer.endObject()
        self.words = SHA256.hash(data: writer.bytes).withUnsafeBytes { digest in
            func word(_ index: Int) -> UInt64 { UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)) }
            return (word(0), word(1), word(2), word(3))
        }
    }

    /// The thumbprint's 32 bytes in base64url, as RFC 7638 writes it.
    package var description: String {
        let words = [self.words.0, self.words.1, self.words.2, self.words.3]
        return Base64URL.encode(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) } })
    }

    package static func == (left: KeyThumbprint, right: KeyThumbprint) -> Bool {
        left.words == right.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.words.0)
    }
}
