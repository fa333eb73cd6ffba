import NexusCore

/// The part of the trail that runs on its thread: takes batches, encodes them, hands them to the sink, and repeats what failed.
struct AuditWriter: Sendable {
    /// Entries of one call of the sink.
    static let batchSize = 1024
    /// While records keep coming, how long they gather before they are written, in nanoseconds; without durability only.
    static let gatheringTime: Int64 = 2_000_000

    private var encoder: AuditEncoder
    private let sink: any AuditSink
    private let isDurable: Bool
    private let syncInterval: Int64
    private var records: [AuditRecord] = []
    private var nextRecord = 0
    private var shed: UInt64 = 0
    private var entries: [AuditEntry] = []
    private var entryRecords = 0
    private var unsyncedSince: Int64?
    private var attempt = 0
    private var retryAt: Int64 = 0
    private(set) var failures: UInt64 = 0
    private(set) var lastError: String?
    private(set) var isFailing = false
    private(set) var lastFlush: Int64 = 0
    private(set) var slowestFlush: Int64 = 0

    init(config: AuditConfig, sink: any AuditSink) {
        self.encoder = AuditEncoder(config: config)
        self.sink = sink
        self.isDurable = config.durability == .durable
        self.syncInterval = config.syncInterval.nanoseconds
    }

    /// Whether everything taken from the queue has been written.
    var isIdle: Bool { self.entries.isEmpty && self.nextRecord == self.records.count && self.shed == 0 }

    /// What keeps the sink from doing all it was asked, without keeping it from writing.
    var warning: String? { self.sink.warning }

    /// When a failed call may be repeated, if one failed.
    func remainingPause(at moment: Moment) -> Int64? {
        self.isFailing && moment.uptimeNanoseconds < self.retryAt ? self.retryAt - moment.uptimeNanoseconds : nil
    }

    /// Takes over what the queue held.
    mutating func load(_ swapRecords: (inout [AuditRecord]) -> UInt64) {
        self.nextRecord = 0
        self.shed = swapRecords(&self.records)
    }

    /// Writes the next entries.
    /// - Returns: How many records are now as safe as the durability promises, or nothing when the sink failed.
    mutating func writeBatch(_ time: TimeSource) -> Int? {
        if self.entries.isEmpty { self.encode(at: time.now()) }
        guard !self.entries.isEmpty else { return 0 }
        let start = time.now().uptimeNanoseconds
        do {
            try self.sink.write(self.entries)
            if self.isDurable {
                try self.sink.sync()
            } else {
                self.unsyncedSince = self.unsyncedSince ?? start
            }
        } catch {
            self.failed(error, at: time.now())
            return nil
        }
        self.succeeded()
        self.lastFlush = time.now().uptimeNanoseconds - start
        self.slowestFlush = max(self.slowestFlush, self.lastFlush)
        self.entries.removeAll(keepingCapacity: true)
        defer { self.entryRecords = 0 }
        return self.entryRecords
    }

    /// Syncs what was written, if it is time or somebody waits for it.
    /// - Returns: Whether everything written is now safe.
    mutating func sync(_ time: TimeSource, now isAsked: Bool) -> Bool {
        guard let since = self.unsyncedSince else { return true }
        let moment = time.now()
        guard isAsked || moment.uptimeNanoseconds - since >= self.syncInterval else { return false }
        do { try self.sink.sync() } catch {
            self.failed(error, at: moment)
            return false
        }
        self.unsyncedSince = nil
        self.succeeded()
        return true
    }

    /// Nanoseconds until the next sync is due.
    func syncDue(at moment: Moment) -> Int64? {
        self.unsyncedSince.map { max(0, $0 + self.syncInterval - moment.uptimeNanoseconds) }
    }

    /// Ends the sink.
    mutating func close() {
        do { try self.sink.close() } catch {
            self.failures &+= 1
            self.lastError = Self.text(of: error)
        }
    }

    private mutating func encode(at moment: Moment) {
        let end = min(self.records.count, self.nextRecord + Self.batchSize)
        self.encode(self.nextRecord..<end)
        self.entryRecords = end - self.nextRecord
        self.nextRecord = end
        if self.nextRecord == self.records.count {
            self.records.removeAll(keepingCapacity: true)
            self.nextRecord = 0
            if self.shed > 0 { self.entries.append(self.encoder.gap(count: self.shed, at: moment.unixNanoseconds)) }
            self.shed = 0
        }
    }

    private mutating func encode(_ range: Range<Int>) {
        for index in range { self.entries.append(self.encoder.entry(of: &self.records[index])) }
    }

    private mutating func succeeded() {
        self.attempt = 0
        self.isFailing = false
    }

    /// Pauses 10 ms, doubled with every failure in a row, at most a second.
    private mutating func failed(_ error: any Error, at moment: Moment) {
        self.failures &+= 1
        self.isFailing = true
        self.lastError = Self.text(of: error)
        self.retryAt = moment.uptimeNanoseconds + min(10_000_000 << Int64(self.attempt), 1_000_000_000)
        self.attempt = min(self.attempt + 1, 7)
    }

    /// Errors of sinks that are not ours may hold anything; their type is all that is told.
    private static func text(of error: any Error) -> String {
        (error as? AuditError)?.description ?? "\(type(of: error))"
    }
}
