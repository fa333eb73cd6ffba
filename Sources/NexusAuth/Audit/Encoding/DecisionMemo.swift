import NexusCore

/// The members of a line that say what was decided on which route: request after request they are the same. Bounded: newer ones take
/// the place of older ones.
struct DecisionMemo: Sendable {
    /// What the members depend on, besides the configuration.
    private struct Entry: Sendable {
        let method: HTTPMethod
        let route: String?
        let status: Int
        let decision: AuditDecision
        let error: ErrorCode?
        let isOverride: Bool
        let json: [UInt8]

        init(_ record: AuditRecord, _ json: [UInt8]) {
            self.method = record.method
            self.route = record.route
            self.status = record.status
            self.decision = record.decision
            self.error = record.error
            self.isOverride = record.isOverride
            self.json = json
        }

        func answers(_ record: borrowing AuditRecord) -> Bool {
            self.status == record.status && self.isOverride == record.isOverride
                && self.method.rawValue.hasSameBytes(as: record.method.rawValue) && self.route.hasSameBytes(as: record.route)
                && self.decision.outcome.rawValue.hasSameBytes(as: record.decision.outcome.rawValue)
                && self.decision.stage.hasSameBytes(as: record.decision.stage)
                && self.decision.rule.hasSameBytes(as: record.decision.rule)
                && self.decision.reason.hasSameBytes(as: record.decision.reason)
                && (self.error?.rawValue).hasSameBytes(as: record.error?.rawValue)
        }
    }

    /// How many decisions are remembered, and how many bytes each may take.
    static let capacity = 512
    static let longestMembers = 1_024

    private var entries = [Entry?](repeating: nil, count: capacity)

    /// The members that were kept for records like this one.
    func members(for record: borrowing AuditRecord) -> [UInt8]? {
        guard let entry = self.entries[Self.place(of: record)], entry.answers(record) else { return nil }
        return entry.json
    }

    /// Keeps the members of a record for others like it, unless they take too much room.
    mutating func remember(_ members: [UInt8], for record: AuditRecord) {
        guard members.count <= Self.longestMembers else { return }
        self.entries[Self.place(of: record)] = Entry(record, members)
    }

    private static func place(of record: borrowing AuditRecord) -> Int {
        let texts = (record.route?.endHash ?? 0) ^ record.method.rawValue.endHash ^ (record.decision.rule?.endHash ?? 0)
        let hash = (texts ^ UInt64(truncatingIfNeeded: record.status)) &* 0x9E37_79B9_7F4A_7C15
        return Int(hash >> 32) % self.capacity
    }
}

extension String? {
    /// Whether both have the same bytes, or neither is there.
    fileprivate func hasSameBytes(as other: String?) -> Bool {
        guard let self, let other else { return self == nil && other == nil }
        return self.hasSameBytes(as: other)
    }
}
