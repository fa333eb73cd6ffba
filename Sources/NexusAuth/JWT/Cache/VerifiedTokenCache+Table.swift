internal import NexusCore

extension VerifiedTokenCache {
    /// The entries of one shard, with second-chance eviction: a hand goes round, spares what was used since it last came by, once.
    struct Table: Sendable {
        private struct Entry: Sendable {
            let hash: TokenHash
            let token: String
            let verified: VerifiedToken
            var wasUsed: Bool

            /// The token, its decoded claims and the bookkeeping: claims in memory take about three times their text.
            var cost: Int { self.token.utf8.count * 4 + 512 }
        }

        private let maximumEntries: Int
        private let maximumBytes: Int
        private var entries: [Entry] = []
        private var places: [TokenHash: Int] = [:]
        private var hand = 0
        private(set) var statistics = Statistics()

        init(maximumEntries: Int, maximumBytes: Int) {
            self.maximumEntries = maximumEntries
            self.maximumBytes = maximumBytes
        }

        mutating func find(_ token: Substring, _ hash: TokenHash) -> VerifiedToken? {
            guard let place = self.places[hash], self.entries[place].token.hasSameBytes(as: token) else {
                self.statistics.misses &+= 1
                return nil
            }
            self.entries[place].wasUsed = true
            self.statistics.hits &+= 1
            return self.entries[place].verified
        }

        mutating func insert(_ verified: VerifiedToken, for token: String, _ hash: TokenHash) {
            if let place = self.places[hash] { self.remove(at: place) }
            let entry = Entry(hash: hash, token: token, verified: verified, wasUsed: false)
            guard self.maximumEntries > 0, entry.cost <= self.maximumBytes else { return }
            while self.entries.count >= self.maximumEntries || self.statistics.bytes + entry.cost > self.maximumBytes { self.evictOne() }
            self.places[hash] = self.entries.count
            self.entries.append(entry)
            self.statistics.entries = self.entries.count
            self.statistics.bytes += entry.cost
        }

        mutating func remove(_ token: Substring, _ hash: TokenHash) {
            guard let place = self.places[hash], self.entries[place].token.hasSameBytes(as: token) else { return }
            self.remove(at: place)
        }

        private mutating func evictOne() {
            while true {
                if self.hand >= self.entries.count { self.hand = 0 }
                guard self.entries[self.hand].wasUsed else { break }
                self.entries[self.hand].wasUsed = false
                self.hand += 1
            }
            self.remove(at: self.hand)
            self.hand += 1
            self.statistics.evictions &+= 1
        }

        /// Removes an entry; the last one takes its place.
        private mutating func remove(at place: Int) {
            let removed = self.entries[place]
            self.places[removed.hash] = nil
            self.statistics.bytes -= removed.cost
            let last = self.entries.removeLast()
            if place < self.entries.count {
                self.entries[place] = last
                self.places[last.hash] = place
            }
            self.statistics.entries = self.entries.count
        }
    }
}
