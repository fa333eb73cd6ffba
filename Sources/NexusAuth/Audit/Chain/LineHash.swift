import Crypto
import NexusCore

/// SHA-256 of a line, in lower-case hexadecimal, as the chain links it.
package struct LineHash: Sendable, Hashable {
    /// 64 hexadecimal digits.
    package let digits: [UInt8]

    /// What the first line of a chain names as the line before it.
    package static let none = LineHash(digits: [UInt8](repeating: UInt8(ascii: "0"), count: 64))

    private init(digits: [UInt8]) {
        self.digits = digits
    }

    /// Hashes the bytes of a line before `,"hash":`.
    package init(of bytes: ArraySlice<UInt8>) {
        self.digits = bytes.withUnsafeBytes { SHA256.hash(data: $0) }.withUnsafeBytes { digest in
            [UInt8](unsafeUninitializedCapacity: 64) { digits, count in
                for index in 0..<4 {
                    let word = UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
                    LowercaseHex.write(word, digits: 16, to: digits, at: 16 * index)
                }
                count = 64
            }
        }
    }

    /// Reads 64 lower-case hexadecimal digits.
    package init?(reading digits: some Collection<UInt8>) {
        guard digits.count == 64, digits.allSatisfy({ $0.hexValue != nil && !$0.isASCIIUppercase }) else { return nil }
        self.digits = Array(digits)
    }

    /// The digits as text.
    package var text: String { String(decoding: self.digits, as: UTF8.self) }
}
