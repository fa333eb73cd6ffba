import NIOCore
import Testing

@testable import NexusRedis

@Suite struct CommandQueueTests {
    private static func queue(capacity: Int = 8, hangTimeout: Int64 = 100) -> CommandQueue<Int> {
        CommandQueue(capacity: capacity, hangTimeout: hangTimeout)
    }

    @Test func answersInOrder() {
        var queue = Self.queue()
        for waiter in 1...3 { #expect(queue.append(waiter, bytes: ByteBuffer(bytes: [UInt8(waiter)]), deadline: 50) == true) }
        #expect(queue.takeUnsent() == ByteBuffer(bytes: [1, 2, 3]))
        #expect(queue.takeUnsent() == ByteBuffer())
        for waiter in 1...3 { #expect(queue.answer().waiter == waiter) }
        #expect(queue.answer().isUnexpected)
        #expect(queue.count == 0)
    }

    @Test func aLateReplyReachesNobody() {
        var queue = Self.queue()
        _ = queue.append(1, bytes: ByteBuffer(), deadline: 50)
        _ = queue.append(2, bytes: ByteBuffer(), deadline: 60)
        _ = queue.takeUnsent()
        #expect(queue.nextDeadline == 50)
        #expect(queue.expire(now: 49) == [])
        #expect(queue.expire(now: 50) == [1])
        #expect(queue.expire(now: 50) == [])
        #expect(queue.abandoned == 1)
        #expect(queue.nextDeadline == 60)
        #expect(queue.answer().waiter == nil)
        #expect(queue.answer().waiter == 2)
        #expect(queue.abandoned == 0)
    }

    @Test func whatWasNeverSentHasNoReply() {
        var queue = Self.queue()
        _ = queue.append(1, bytes: ByteBuffer(bytes: [1]), deadline: 50)
        _ = queue.append(2, bytes: ByteBuffer(bytes: [2]), deadline: 90)
        #expect(queue.expire(now: 60) == [1])
        #expect(queue.takeUnsent() == ByteBuffer(bytes: [2]))
        #expect(queue.answer().waiter == 2)
    }

    @Test func isBoundedByAbandonedCommandsToo() {
        var queue = Self.queue(capacity: 2)
        #expect(queue.append(1, bytes: ByteBuffer(), deadline: 1) == true)
        #expect(queue.append(2, bytes: ByteBuffer(), deadline: 1) == true)
        #expect(queue.append(3, bytes: ByteBuffer(), deadline: 1) == false)
        _ = queue.takeUnsent()
        #expect(queue.expire(now: 1) == [1, 2])
        #expect(queue.append(3, bytes: ByteBuffer(), deadline: 9) == false)
        _ = queue.answer()
        #expect(queue.append(3, bytes: ByteBuffer(), deadline: 9) == true)
    }

    @Test func hangsWhenTheOldestReplyIsFarTooLate() {
        var queue = Self.queue()
        _ = queue.append(1, bytes: ByteBuffer(), deadline: 50)
        #expect(!queue.isHung(now: 1000), "nothing was sent")
        _ = queue.takeUnsent()
        _ = queue.expire(now: 50)
        #expect(queue.nextDeadline == 150)
        #expect(!queue.isHung(now: 149))
        #expect(queue.isHung(now: 150))
        _ = queue.append(2, bytes: ByteBuffer(), deadline: 90)
        #expect(queue.drain() == [2])
        #expect(queue.count == 0 && queue.abandoned == 0 && queue.nextDeadline == nil)
    }

    /// Against a plain list of every command with its fate.
    @Test func agreesWithANaiveModel() {
        struct Entry {
            let waiter: Int
            let deadline: Int64
            let bytes: [UInt8]
            var isSent = false
            var isAbandoned = false
        }
        var random = SeededRandom(seed: 77)
        for _ in 0..<300 {
            var queue = Self.queue(capacity: 12, hangTimeout: 30)
            var model: [Entry] = []
            var now: Int64 = 0
            for step in 0..<200 {
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    let bytes = Array(repeating: UInt8(step), count: Int.random(in: 0...3, using: &random))
                    let accepted = queue.append(step, bytes: ByteBuffer(bytes: bytes), deadline: now + 10)
                    #expect(accepted == (model.count < 12))
                    if accepted { model.append(Entry(waiter: step, deadline: now + 10, bytes: bytes)) }
                case 2:
                    #expect(queue.takeUnsent() == ByteBuffer(bytes: model.filter { !$0.isSent }.flatMap(\.bytes)))
                    for index in model.indices { model[index].isSent = true }
                case 3:
                    let answer = queue.answer()
                    if let first = model.first, first.isSent {
                        #expect(answer.waiter == (first.isAbandoned ? nil : first.waiter))
                        model.removeFirst()
                    } else {
                        #expect(answer.isUnexpected)
                    }
                case 4:
                    now += Int64.random(in: 0...8, using: &random)
                default:
                    let late = model.filter { !$0.isAbandoned && $0.deadline <= now }
                    #expect(queue.expire(now: now) == late.map(\.waiter))
                    model.removeAll { !$0.isSent && $0.deadline <= now }
                    for index in model.indices where model[index].deadline <= now { model[index].isAbandoned = true }
                }
                #expect(queue.count == model.count)
                #expect(queue.abandoned == model.count { $0.isAbandoned })
                let oldest = model.first.flatMap { $0.isSent ? $0.deadline : nil }
                #expect(queue.isHung(now: now) == (oldest.map { now - $0 >= 30 } ?? false))
            }
        }
    }
}

extension CommandQueue {
    fileprivate mutating func append(_ waiter: Waiter, bytes: ByteBuffer, deadline: Int64) -> Bool {
        self.append(waiter, deadline: deadline) { $0.writeImmutableBuffer(bytes) }
    }
}

extension CommandQueue.Answer {
    fileprivate var waiter: Waiter? { if case .deliver(let waiter) = self { waiter } else { nil } }
    fileprivate var isUnexpected: Bool { if case .unexpected = self { true } else { false } }
}
