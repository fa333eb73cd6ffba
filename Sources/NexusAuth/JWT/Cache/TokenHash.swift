/// A hash of a token's last bytes, which are its signature, seeded anew in each process.
///
/// Who wants two tokens to share a slot would have to find signatures that do, without knowing the seed.
struct TokenHash: Sendable, Hashable {
    private static let hashedBytes = 32

    let value: UInt64

    /// Hashes a token; nothing when its bytes do not lie in one piece, which strings of this process's own making do.
    init?(_ token: Substring) {
        let value = token.utf8.withContiguousStorageIfAvailable { bytes in
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).suffix(Self.hashedBytes)))
            hasher.combine(bytes.count)
            return UInt64(bitPattern: Int64(hasher.finalize()))
        }
        guard let value else { return nil }
        self.value = value
    }
}
