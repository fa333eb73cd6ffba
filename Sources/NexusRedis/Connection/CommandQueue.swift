import NIOCore

/// The commands of one connection, in order: those that wait to be sent, and those that wait for their reply.
///
/// A sent command whose waiter gave up keeps its place, so that its late reply can never reach the next waiter.
struct CommandQueue<Waiter: Sendable>: Sendable {
    enum Answer {
        case deliver(Waiter)
        case abandoned
        case unexpected
    }

    private struct Sent {
        var waiter: Waiter?
        let deadline: Int64
    }

    private struct Unsent {
        let waiter: Waiter
        let deadline: Int64
        let bytes: ByteBuffer
    }

    private var sent = CircularBuffer<Sent>()
    private var unsent = CircularBuffer<Unsent>()
    /// The first so many sent commands have lost their waiter.
    private(set) var abandoned = 0
    private let capacity: Int
    private let hangTimeout: Int64

    /// - Parameters:
    ///   - capacity: Most commands in it, abandoned ones included.
    ///   - hangTimeout: Nanoseconds past its deadline after which a missing reply means that the peer hangs.
    init(capacity: Int, hangTimeout: Int64) {
        self.capacity = capacity
        self.hangTimeout = hangTimeout
    }

    var count: Int { self.sent.count + self.unsent.count }
    var isEmpty: Bool { self.sent.isEmpty && self.unsent.isEmpty }

    /// Queues a command; false when the queue is full. Deadlines must not decrease.
    mutating func append(_ waiter: Waiter, bytes: ByteBuffer, deadline: Int64) -> Bool {
        guard self.count < self.capacity else { return false }
        self.unsent.append(Unsent(waiter: waiter, deadline: deadline, bytes: bytes))
        return true
    }

    /// The bytes of the commands to send now; from here on they wait for their replies.
    mutating func takeUnsent() -> [ByteBuffer] {
        var bytes: [ByteBuffer] = []
        bytes.reserveCapacity(self.unsent.count)
        while let command = self.unsent.popFirst() {
            bytes.append(command.bytes)
            self.sent.append(Sent(waiter: command.waiter, deadline: command.deadline))
        }
        return bytes
    }

    /// Whose reply just came.
    mutating func answer() -> Answer {
        guard let command = self.sent.popFirst() else { return .unexpected }
        guard let waiter = command.waiter else {
            self.abandoned -= 1
            return .abandoned
        }
        return .deliver(waiter)
    }

    /// Takes out the waiters whose deadline is over.
    mutating func expire(now: Int64) -> [Waiter] {
        var expired: [Waiter] = []
        while self.abandoned < self.sent.count {
            let index = self.sent.index(self.sent.startIndex, offsetBy: self.abandoned)
            guard self.sent[index].deadline <= now, let waiter = self.sent[index].waiter else { break }
            expired.append(waiter)
            self.sent[index].waiter = nil
            self.abandoned += 1
        }
        while let command = self.unsent.first, command.deadline <= now {
            expired.append(command.waiter)
            self.unsent.removeFirst()
        }
        return expired
    }

    /// Whether the oldest missing reply is so late that the connection is not worth keeping.
    func isHung(now: Int64) -> Bool {
        guard let oldest = self.sent.first else { return false }
        return now - oldest.deadline >= self.hangTimeout
    }

    /// When ``expire(now:)`` or ``isHung(now:)`` next have something to say.
    var nextDeadline: Int64? {
        var next = self.unsent.first?.deadline
        if let oldest = self.sent.first { next = min(next ?? .max, oldest.deadline + self.hangTimeout) }
        if self.abandoned < self.sent.count {
            next = min(next ?? .max, self.sent[self.sent.index(self.sent.startIndex, offsetBy: self.abandoned)].deadline)
        }
        return next
    }

    /// Empties the queue.
    /// - Returns: Everyone who still waits.
    mutating func drain() -> [Waiter] {
        let waiters = self.sent.compactMap(\.waiter) + self.unsent.map(\.waiter)
        self.sent.removeAll()
        self.unsent.removeAll()
        self.abandoned = 0
        return waiters
    }
}
