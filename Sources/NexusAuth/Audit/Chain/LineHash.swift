import Crypto
import NexusCore

/// SHA-256 of a line. In the chain it stands in lower-case hexadecimal.
package struct LineHash: Sendable, Hashable {
    /// The 256 bits, the first ones in the first word's highest place.
    private let words: SIMD4<UInt64>

    /// What the first line of a chain names as the line before it.
    package static let none = LineHash(words: .zero)

    private init(words: SIMD4<UInt64>) {
        self.words = words
    }

    /// Hashes the bytes of a line before `,"hash":`.
    package init(of bytes: ArraySlice<UInt8>) {
        let digest = bytes.withUnsafeBytes { SHA256.hash(data: $0) }
        self.words = digest.withUnsafeBytes { digest in
            func word(_ index: Int) -> UInt64 { UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)) }
            return SIMD4(word(0), word(1), word(2), word(3))
        }
    }

    /// Reads 64 lower-case hexadecimal digits.
    package init?(reading digits: some Collection<UInt8>) {
        guard digits.count == 64 else { return nil }
        let words = Array(digits).withUnsafeBufferPointer { digits in
            (0..<4).compactMap { LowercaseHex.parse(digits, (16 * $0)..<(16 * $0 + 16)) }
        }
        guard words.count == 4 else { return nil }
        self.words = SIMD4(words)
    }

    /// Appends the 64 digits.
    package func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 64) { span in
            for index in self.words.indices { span.append(lowercaseHex: self.words[index]) }
        }
    }

    /// The digits as text.
    package var text: String {
        var digits: [UInt8] = []
        self.append(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
