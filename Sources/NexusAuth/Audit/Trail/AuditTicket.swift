/// The place of a record in the trail's queue, to wait until it is on disk.
public struct AuditTicket: Sendable, Hashable, Comparable {
    let number: UInt64

    /// Whether one record was accepted before another.
    public static func < (left: AuditTicket, right: AuditTicket) -> Bool { left.number < right.number }
}

/// What the trail says to a record.
public enum AuditAdmission: Sendable, Hashable {
    /// The record will be written.
    case accepted(AuditTicket)
    /// There is no room: wait for it, then offer the record again. Only with ``AuditConfig/Overflow/block``.
    case mustWait
    /// There is no room, or the trail is shut down: the record is given up and counted.
    case shed

    /// The record's place, if it was accepted.
    public var ticket: AuditTicket? {
        if case .accepted(let ticket) = self { ticket } else { nil }
    }
}
