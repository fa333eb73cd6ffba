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
        /// How many of ``CommandQueue/bytes`` are its own.
        let length: Int
    }

    private var sent = CircularBuffer<Sent>()
    private var unsent = CircularBuffer<Unsent>()
    /// The unsent commands on the wire, one after the other.
    private var bytes = ByteBuffer()
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

    /// Queues a command; false when the queue is full. Deadlines must not decrease.
    /// - Parameter encode: Appends the command; not called when the queue is full.
    mutating func append(_ waiter: Waiter, deadline: Int64, encode: (inout ByteBuffer) -> Void) -> Bool {
        guard self.count < self.capacity else { return false }
        let start = self.bytes.writerIndex
        encode(&self.bytes)
        self.unsent.append(Unsent(waiter: waiter, deadline: deadline, length: self.bytes.writerIndex - start))
        return true
    }

    /// The bytes of the commands to send now; from here on they wait for their replies.
    mutating func takeUnsent() -> ByteBuffer {
        while let command = self.unsent.popFirst() {
            self.sent.append(Sent(waiter: command.waiter, deadline: command.deadline))
        }
        defer { self.bytes = ByteBuffer() }
        return self.bytes
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
            self.bytes.moveReaderIndex(forwardBy: command.length)
            self.unsent.removeFirst()
        }
        self.bytes.discardReadBytes()
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
        self.bytes = ByteBuffer()
        self.abandoned = 0
        return waiters
    }
}
