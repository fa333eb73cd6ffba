import NexusAuth
import NexusCore

/// What was read lately, in two generations: when the younger one is full, the older one is forgotten.
struct TenantStatusCache: Sendable {
    private struct Entry: Sendable {
        let status: TenantStatus
        let readAt: Int64
    }

    private let lifetime: Int64
    private let generationSize: Int
    private var young: [String: Entry] = [:]
    private var old: [String: Entry] = [:]

    init(lifetime: Duration, capacity: Int) {
        self.lifetime = lifetime.nanoseconds
        self.generationSize = max(1, capacity / 2)
    }

    /// How many tenants are remembered.
    var count: Int { self.young.count + self.old.count }

    /// A status that still counts.
    func status(of tenant: String, at now: Int64) -> TenantStatus? {
        guard let entry = self.young[tenant] ?? self.old[tenant], now &- entry.readAt < self.lifetime else { return nil }
        return entry.status
    }

    /// Remembers a status, unless a younger one is known: a read that was overtaken by a change does not undo it.
    /// - Parameter start: When the read began.
    mutating func insert(_ status: TenantStatus, for tenant: String, at start: Int64) {
        if let known = self.young[tenant] ?? self.old[tenant], known.readAt > start { return }
        if self.young.count >= self.generationSize, self.young[tenant] == nil {
            self.old = self.young
            self.young = [:]
        }
        self.young[tenant] = Entry(status: status, readAt: start)
    }
}
