import NexusCore

/// The members of a line that say what was decided on which route: request after request they are the same. Bounded: newer ones take
/// the place of older ones.
struct DecisionMemo: Sendable {
    /// The members, and what they depend on besides the configuration. An object, so that looking at it copies nothing.
    private final class Entry: Sendable {
        let method: HTTPMethod
        let route: String?
        let status: Int
        let decision: AuditDecision
        let error: ErrorCode?
        let isOverride: Bool
        let members: [UInt8]

        init(_ members: [UInt8], of record: AuditRecord) {
            self.members = members
            self.method = record.method
            self.route = record.route
            self.status = record.status
            self.decision = record.decision
            self.error = record.error
            self.isOverride = record.isOverride
        }

        func answers(_ record: AuditRecord) -> Bool {
            self.status == record.status && self.isOverride == record.isOverride
                && self.method.rawValue.hasSameBytes(as: record.method.rawValue) && self.route.hasSameBytes(as: record.route)
                && self.decision.outcome.rawValue.hasSameBytes(as: record.decision.outcome.rawValue)
                && self.decision.stage.hasSameBytes(as: record.decision.stage)
                && self.decision.rule.hasSameBytes(as: record.decision.rule)
                && self.decision.reason.hasSameBytes(as: record.decision.reason)
                && (self.error?.rawValue).hasSameBytes(as: record.error?.rawValue)
        }
    }

    /// How many decisions are remembered, and how many bytes each may take: the members, and the texts that they stand for.
    static let capacity = 512
    static let longestMembers = 1_024

    private var entries = [Entry?](repeating: nil, count: capacity)

    /// The members that were kept for records like this one.
    func members(for record: AuditRecord) -> [UInt8]? {
        guard let entry = self.entries[Self.place(of: record)], entry.answers(record) else { return nil }
        return entry.members
    }

    /// Keeps the members of a record for others like it, unless they take too much room.
    mutating func remember(_ members: [UInt8], for record: AuditRecord) {
        // What is compared may be longer than what is written of it.
        guard members.count <= Self.longestMembers, record.decidedTextLength <= Self.longestMembers else { return }
        self.entries[Self.place(of: record)] = Entry(members, of: record)
    }

    private static func place(of record: AuditRecord) -> Int {
        let text = (record.route?.endHash ?? 0) ^ (record.decision.rule?.endHash ?? 0) ^ record.method.rawValue.endHash
        let hash = (text ^ UInt64(truncatingIfNeeded: record.status)) &* 0x9E37_79B9_7F4A_7C15
        return Int(hash >> 32) % self.capacity
    }
}

extension AuditRecord {
    /// How many bytes the texts have that say what was decided. A route is the app's own and counts nothing: it is kept as long as the app.
    fileprivate var decidedTextLength: Int {
        self.method.rawValue.utf8.count + self.decision.outcome.rawValue.utf8.count + self.decision.stage.utf8.count
            + (self.decision.rule?.utf8.count ?? 0) + (self.decision.reason?.utf8.count ?? 0) + (self.error?.rawValue.utf8.count ?? 0)
    }
}
