/// The `kid`s that a fetch did not find: a bounded, forgetful memory, so that one of them does not cause fetch after fetch.
struct UnknownKeyIDs: Sendable {
    private struct Entry: Sendable {
        var hash: Int
        var until: Int64
    }

    private let capacity: Int
    private var entries: [Entry] = []

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    var count: Int { self.entries.count }

    /// Whether a `kid` is remembered.
    /// - Parameter now: Uptime in nanoseconds.
    func contains(_ kid: String, now: Int64) -> Bool {
        let hash = kid.hashValue
        return self.entries.contains { $0.hash == hash && now < $0.until }
    }

    /// Remembers a `kid`, forgetting what has expired and, when full, the oldest.
    mutating func insert(_ kid: String, until: Int64, now: Int64) {
        self.entries.removeAll { $0.until <= now }
        if self.entries.count >= self.capacity { self.entries.removeFirst() }
        self.entries.append(Entry(hash: kid.hashValue, until: until))
    }

    mutating func removeAll() {
        self.entries.removeAll()
    }
}
