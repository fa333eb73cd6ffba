import NexusAuth

/// An audit record that is not yet as safe as the trail promises.
struct PendingRecord: Sendable {
    private enum State: Sendable {
        /// It is queued, and the answer waits until it is on disk.
        case queued(AuditTicket)
        /// The queue is full.
        case refused(AuditRecord)
    }

    private let trail: AuditTrail
    private let state: State

    /// Hands a record over.
    /// - Returns: Nothing when there is nothing to wait for.
    init?(_ record: consuming AuditRecord, on trail: AuditTrail) {
        var slot = Optional(record)
        switch trail.enqueue(&slot) {
        case .accepted(let ticket):
            guard trail.isDurable else { return nil }
            self.state = .queued(ticket)
        case .shed: return nil
        case .mustWait:
            guard let record = slot else { return nil }
            self.state = .refused(record)
        }
        self.trail = trail
    }

    /// Calls back once, on any thread, when the record is safe: then the answer may be sent.
    func whenRecorded(_ isRecorded: @escaping @Sendable () -> Void) {
        switch self.state {
        case .queued(let ticket): self.trail.whenRecorded(ticket) { _ in isRecorded() }
        case .refused(let record):
            self.trail.whenRoom(for: record) { [trail] in
                guard let pending = PendingRecord(record, on: trail) else { return isRecorded() }
                pending.whenRecorded(isRecorded)
            }
        }
    }
}
