import Testing

@testable import NexusAuth

@Suite("Who waits for room in the audit queue")
struct AuditQueueBoundTests {
    @Test func hasAnEnd() {
        var queue = AuditQueue(capacity: 1, capacityBytes: 1 << 20, overflow: .block)
        guard case .accepted = queue.enqueue(.sample(0)).0 else {
            Issue.record("an empty queue takes a record")
            return
        }
        for _ in 0..<AuditQueue.minimumWaiters {
            #expect(queue.enqueue(.sample(1)).0 == .mustWait)
            #expect(queue.waitForRoom {})
        }
        #expect(queue.enqueue(.sample(2)).0 == .shed)
        #expect(queue.shed == 1)
    }
}
