internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// SHA-256 of a document, in the spellings that headers and pins need.
struct ContentHash: Sendable, Hashable {
    private let digest: [UInt8]

    init(of content: some Sequence<UInt8>) {
        self.digest = Array(SHA256.hash(data: Array(content)))
    }

    /// Lower-case hexadecimal.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: self.digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }

    /// A source expression for a `Content-Security-Policy` (CSP Level 3 §2.3.1).
    var sourceExpression: String { "'sha256-\(Data(self.digest).base64EncodedString())'" }
}
