internal import Synchronization

/// Remembers tokens that were verified, and only those, by their exact bytes.
///
/// A hash of the signature's end, seeded for this process, finds the slot; all bytes decide. Entries and bytes are bounded; what has
/// not been asked for since the last sweep makes room first. Whether a remembered token still holds is for the verifier to judge.
package final class VerifiedTokenCache: Sendable {
    /// Figures since the start.
    package struct Statistics: Sendable, Hashable {
        /// Tokens remembered now.
        package var entries = 0
        /// Their estimated bytes.
        package var bytes = 0
        /// Look-ups that found the token.
        package var hits = 0
        /// Look-ups that did not.
        package var misses = 0
        /// Tokens that made room for others.
        package var evictions = 0
    }

    private static let manyEntries = 1024
    private static let shardCount = 16

    private let shards: [Shard]

    /// Creates an empty cache.
    /// - Parameters:
    ///   - maximumEntries: Tokens remembered at most; 0 remembers none.
    ///   - maximumBytes: Bytes of the remembered tokens and of what was read from them, estimated.
    package init(maximumEntries: Int, maximumBytes: Int) {
        let count = maximumEntries >= Self.manyEntries ? Self.shardCount : 1
        self.shards = (0..<count).map { _ in Shard(maximumEntries: maximumEntries / count, maximumBytes: maximumBytes / count) }
    }

    /// The verdict on a token, if it is remembered.
    package func find(_ token: String) -> VerifiedToken? {
        self.find(token[...], TokenHash(token[...]))
    }

    func find(_ token: Substring, _ hash: TokenHash?) -> VerifiedToken? {
        guard let hash else { return nil }
        return self.shard(hash).table.withLock { $0.find(token, hash) }
    }

    /// Remembers a token.
    package func insert(_ verified: VerifiedToken, for token: String) {
        self.insert(verified, for: token, TokenHash(token[...]))
    }

    func insert(_ verified: VerifiedToken, for token: String, _ hash: TokenHash?) {
        guard let hash else { return }
        self.shard(hash).table.withLock { $0.insert(verified, for: token, hash) }
    }

    /// Forgets a token.
    package func remove(_ token: Substring) {
        guard let hash = TokenHash(token) else { return }
        self.shard(hash).table.withLock { $0.remove(token, hash) }
    }

    /// Figures since the start, summed over the shards.
    package var statistics: Statistics {
        self.shards.reduce(into: Statistics()) { sum, shard in
            let part = shard.table.withLock { $0.statistics }
            sum.entries += part.entries
            sum.bytes += part.bytes
            sum.hits += part.hits
            sum.misses += part.misses
            sum.evictions += part.evictions
        }
    }

    private func shard(_ hash: TokenHash) -> Shard {
        self.shards[Int(truncatingIfNeeded: hash.value >> 48) % self.shards.count]
    }
}
