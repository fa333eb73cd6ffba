package import Crypto
import CryptoExtras

/// What a password hash costs (scrypt, RFC 7914 §2).
package struct ScryptParameters: Sendable, Hashable {
    /// The most memory that one derivation may take, in bytes: a stored hash cannot ask for more.
    package static let maximumMemory = 256 * 1024 * 1024

    /// The binary logarithm of the cost N.
    package let logarithm: Int
    /// The block size r.
    package let blockSize: Int
    /// The parallelism p.
    package let parallelism: Int

    /// 2^15, 8, 1: 32 MiB for each derivation.
    package static let standard = ScryptParameters(unchecked: 15, 8, 1)

    private init(unchecked logarithm: Int, _ blockSize: Int, _ parallelism: Int) {
        self.logarithm = logarithm
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Creates parameters, or nothing when they are out of range or need more than ``maximumMemory``.
    /// - Parameters:
    ///   - logarithm: The binary logarithm of the cost N, 1 to 20.
    ///   - blockSize: The block size r, 1 to 16.
    ///   - parallelism: The parallelism p, 1 to 16.
    package init?(logarithm: Int, blockSize: Int, parallelism: Int) {
        guard (1...20).contains(logarithm), (1...16).contains(blockSize), (1...16).contains(parallelism),
            128 * blockSize * parallelism << logarithm <= Self.maximumMemory
        else { return nil }
        self.init(unchecked: logarithm, blockSize, parallelism)
    }

    /// Derives a key.
    /// - Parameters:
    ///   - password: The password's bytes.
    ///   - salt: The salt.
    ///   - count: The length of the key, in bytes.
    package func derive(from password: [UInt8], salt: [UInt8], count: Int) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: password,
            salt: salt,
            outputByteCount: count,
            rounds: 1 << self.logarithm,
            blockSize: self.blockSize,
            parallelism: self.parallelism
        )
    }
}
