import Testing

@testable import NexusAuth

@Suite("Who waits for room in the audit queue")
struct AuditQueueBoundTests {
    @Test func hasAnEnd() {
        var queue = AuditQueue(capacity: 1, capacityBytes: 1 << 20, overflow: .block)
        var first: AuditRecord? = .sample(0)
        guard case .accepted = queue.enqueue(&first).0, first == nil else {
            Issue.record("an empty queue takes a record")
            return
        }
        for _ in 0..<AuditQueue.minimumWaiters {
            var next: AuditRecord? = .sample(1)
            #expect(queue.enqueue(&next).0 == .mustWait && next != nil)
            #expect(queue.waitForRoom {})
        }
        var last: AuditRecord? = .sample(2)
        #expect(queue.enqueue(&last).0 == .shed && last == nil)
        #expect(queue.shed == 1)
    }

    @Test func `has an end in bytes too`() {
        var queue = AuditQueue(capacity: 1, capacityBytes: 10_000, overflow: .block)
        var record = AuditRecord.sample(0)
        record.path = String(repeating: "p", count: 4000)
        var admissions: [AuditAdmission] = []
        for _ in 0..<4 {
            var slot: AuditRecord? = record
            admissions.append(queue.enqueue(&slot).0)
            if admissions.last == .mustWait { #expect(queue.waitForRoom(holding: record.weight) {}) }
        }
        #expect(admissions == [.accepted(AuditTicket(number: 1)), .mustWait, .mustWait, .shed])
    }
}
