import Synchronization

/// The buckets of a table and the counts of its rules: what stays when a reload brings other rules.
final class LimitBuckets: Sendable {
    /// A rule as the buckets know it.
    struct Rule: Sendable {
        let gcra: GCRA
        /// Moves the rule's buckets apart from those of other rules.
        let mask: LimitKey
        /// The place of its counts in each shard.
        let account: Int
    }

    let shards: InlineArray<256, Mutex<LimitShard>>
    let keyCount = Atomic<Int>(0)
    let capCursor = Atomic<Int>(0)
    private let accounts = Mutex<[String: Int]>([:])
    private let seed: SipHash128.Key

    init(seed: SipHash128.Key) {
        self.shards = InlineArray { _ in Mutex(LimitShard()) }
        self.seed = seed
    }

    /// Makes room for rules; a name known from before finds its buckets and its counts again.
    func admit(_ rules: [LimitRule]) -> [Rule] {
        let (places, count) = self.accounts.withLock { accounts in
            let places = rules.map { rule in
                let place = accounts[rule.name] ?? accounts.count
                accounts[rule.name] = place
                return place
            }
            return (places, accounts.count)
        }
        for index in self.shards.indices {
            self.shards[index].withLock { $0.openAccounts(count) }
        }
        return zip(rules, places).map { rule, account in
            var hash = SipHash128(key: self.seed)
            hash.absorb(part: rule.name)
            return Rule(gcra: GCRA(rule), mask: LimitKey(hash), account: account)
        }
    }
}
