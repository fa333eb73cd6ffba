/// The records that wait to be written, and those who wait for that: a pure state machine behind the trail's lock.
///
/// Tickets are numbered in the order of acceptance and records are written in that order, so one number says what is done.
struct AuditQueue: Sendable {
    typealias Completion = @Sendable (Bool) -> Void

    let capacity: Int
    let capacityBytes: Int
    let overflow: AuditConfig.Overflow

    private(set) var pending: [AuditRecord] = []
    private var pendingBytes = 0
    private var inFlight = 0
    private var inFlightBytes = 0
    private(set) var accepted: UInt64 = 0
    private(set) var completed: UInt64 = 0
    private(set) var shed: UInt64 = 0
    private var unreportedShed: UInt64 = 0
    private(set) var isClosed = false
    private var isAbandoned = false
    private var isParked = false
    private var waitsForRoom: [@Sendable () -> Void] = []
    private var waitingBytes = 0
    private var waitsForTicket: [(ticket: UInt64, completion: Completion)] = []
    private(set) var flushes: [(ticket: UInt64, completion: Completion)] = []

    init(capacity: Int, capacityBytes: Int, overflow: AuditConfig.Overflow) {
        self.capacity = capacity
        self.capacityBytes = capacityBytes
        self.overflow = overflow
        self.pending.reserveCapacity(min(capacity, 1024))
    }

    /// How many may at least wait for room before further records are given up, counted and marked as a gap.
    static let minimumWaiters = 4_096

    /// Records that were accepted and are not yet written.
    var queued: Int { self.pending.count + self.inFlight }

    /// Offers a record, and takes it out of its place unless it must be offered again.
    /// - Returns: The answer, and whether the writer sleeps and must be woken.
    mutating func enqueue(_ slot: inout AuditRecord?) -> (AuditAdmission, wakes: Bool) {
        let bytes = slot?.weight ?? 0
        guard !self.isClosed, self.hasRoom(for: bytes) else {
            // Those who wait hold a record each: there must be an end to them too.
            guard self.overflow == .shed || self.isClosed || !self.mayWait(with: bytes) else { return (.mustWait, false) }
            slot = nil
            self.shed &+= 1
            self.unreportedShed &+= 1
            return (.shed, self.unpark())
        }
        guard let record = slot.take() else { return (.shed, wakes: false) }
        self.pending.append(record)
        self.pendingBytes &+= bytes
        self.accepted &+= 1
        let isHalfFull = self.pending.count == self.capacity / 2
        return (.accepted(AuditTicket(number: self.accepted)), self.unpark() || isHalfFull)
    }

    /// A queue that is empty takes any record: one that is larger than the queue would wait for ever.
    private func hasRoom(for bytes: Int) -> Bool {
        self.queued == 0 || (self.queued < self.capacity && self.pendingBytes &+ self.inFlightBytes &+ bytes <= self.capacityBytes)
    }

    private func mayWait(with bytes: Int) -> Bool {
        self.waitsForRoom.isEmpty
            || (self.waitsForRoom.count < max(self.capacity, Self.minimumWaiters) && self.waitingBytes &+ bytes <= self.capacityBytes)
    }

    private mutating func unpark() -> Bool {
        defer { self.isParked = false }
        return self.isParked
    }

    /// Hands the records over to the writer, with the number of those given up since the last time.
    mutating func take(into batch: inout [AuditRecord]) -> UInt64 {
        batch.removeAll(keepingCapacity: true)
        swap(&self.pending, &batch)
        self.inFlight = batch.count
        self.inFlightBytes = self.pendingBytes
        self.pendingBytes = 0
        defer { self.unreportedShed = 0 }
        return self.unreportedShed
    }

    /// The writer has written the next records of those it took.
    /// - Returns: Whom to call, outside of the lock.
    mutating func complete(_ count: Int) -> [@Sendable () -> Void] {
        guard count <= self.inFlight else { return [] }
        self.completed &+= UInt64(count)
        self.inFlight -= count
        if self.inFlight == 0 { self.inFlightBytes = 0 }
        let (done, waiting) = self.waitsForTicket.partitioned { $0.ticket <= self.completed }
        self.waitsForTicket = waiting
        return done.map { entry in { @Sendable in entry.completion(true) } } + (count > 0 ? self.takeWaiters() : [])
    }

    private mutating func takeWaiters() -> [@Sendable () -> Void] {
        defer { (self.waitsForRoom, self.waitingBytes) = ([], 0) }
        return self.waitsForRoom
    }

    /// Ends a flush.
    mutating func completeFlushes() -> [@Sendable () -> Void] {
        let (done, waiting) = self.flushes.partitioned { $0.ticket <= self.completed }
        self.flushes = waiting
        return done.map { entry in { @Sendable in entry.completion(true) } }
    }

    /// Whether somebody waits for a flush and everything before it is written.
    var hasDueFlush: Bool { self.flushes.contains { $0.ticket <= self.completed } }

    /// The writer goes to sleep unless there is something to do.
    mutating func park() -> Bool {
        self.isParked = self.pending.isEmpty && self.unreportedShed == 0 && self.flushes.isEmpty && !self.isClosed
        return self.isParked
    }

    /// Calls back when the next records are written; `false` when none wait, so that there is room already.
    /// - Parameter bytes: The weight of the record that is held meanwhile.
    mutating func waitForRoom(holding bytes: Int = 0, _ call: @escaping @Sendable () -> Void) -> Bool {
        guard !self.isClosed, self.queued > 0 else { return false }
        self.waitingBytes &+= bytes
        self.waitsForRoom.append(call)
        return true
    }

    /// Calls back once a ticket is done.
    /// - Returns: Whether its record was written, where that is known now: then nobody is called.
    mutating func wait(for ticket: UInt64, _ completion: @escaping Completion) -> Bool? {
        if ticket <= self.completed { return true }
        if self.isAbandoned { return false }
        self.waitsForTicket.append((ticket, completion))
        return nil
    }

    /// Calls back once everything accepted so far survives a loss of power.
    mutating func flush(_ completion: @escaping Completion) {
        self.flushes.append((self.accepted, completion))
        self.isParked = false
    }

    /// Accepts nothing more.
    mutating func close() -> [@Sendable () -> Void] {
        self.isClosed = true
        self.isParked = false
        return self.takeWaiters()
    }

    /// Gives up everything that is not written.
    mutating func abandon() -> (lost: Int, calls: [@Sendable () -> Void]) {
        self.isAbandoned = true
        let lost = self.queued
        let waiting = self.waitsForTicket.map(\.completion) + self.flushes.map(\.completion)
        self.pending = []
        (self.inFlight, self.pendingBytes, self.inFlightBytes) = (0, 0, 0)
        (self.waitsForTicket, self.flushes) = ([], [])
        return (lost, waiting.map { completion in { @Sendable in completion(false) } } + self.close())
    }
}

extension Array {
    fileprivate func partitioned(_ belongsToFirst: (Element) -> Bool) -> ([Element], [Element]) {
        (self.filter(belongsToFirst), self.filter { !belongsToFirst($0) })
    }
}
