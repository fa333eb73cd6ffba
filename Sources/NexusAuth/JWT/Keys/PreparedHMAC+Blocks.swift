internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension PreparedHMAC {
    /// HMAC (RFC 2104 §2) with a key that both hashes have begun with. `HMAC` of the library costs as much again in generic calls.
    struct Blocks<Hash: HashFunction>: Sendable {
        private let inner: Hash
        private let outer: Hash

        init(_ secret: [UInt8]) {
            let key = secret.count > Hash.blockByteCount ? Array(Hash.hash(data: secret)) : secret
            let block = key + Array(repeating: 0, count: Hash.blockByteCount - key.count)
            self.inner = Self.hash(block.map { $0 ^ 0x36 })
            self.outer = Self.hash(block.map { $0 ^ 0x5C })
        }

        /// Compares a code with the message's in constant time.
        func isValid(_ code: [UInt8], for message: ArraySlice<UInt8>) -> Bool {
            var inner = self.inner
            message.withUnsafeBytes { inner.update(bufferPointer: $0) }
            var outer = self.outer
            inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
            return outer.finalize().withUnsafeBytes { expected in
                code.count == expected.count && zip(code, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
            }
        }

        private static func hash(_ block: [UInt8]) -> Hash {
            var hash = Hash()
            hash.update(data: block)
            return hash
        }
    }
}
