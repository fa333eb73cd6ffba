public import NexusCore
import Synchronization

/// The audit trail: takes one record per request off the request's path and writes it, in order, losing none silently.
///
/// ``enqueue(_:)`` may be called from an event loop: it never blocks. Everything slow (redaction, formatting, hashing, the disk)
/// happens on one thread of the trail's own, in batches.
public final class AuditTrail: Sendable {
    /// The configuration in force.
    public let config: AuditConfig

    private let time: TimeSource
    private let queue: Mutex<AuditQueue>
    private let writer: Mutex<AuditWriter>
    private let report: Mutex<Report>
    private let signal: WakeSignal

    /// How long a sink may take before the trail counts as unhealthy, in nanoseconds.
    private static let patience: Int64 = 5_000_000_000

    private struct Report: Sendable {
        var isHealthy = true
        var lastError: String?
        var failures: UInt64 = 0
        var lastFlush: Int64 = 0
        var slowestFlush: Int64 = 0
        var lost: UInt64 = 0
        /// When the piece of work began that is being done, on the monotonic clock.
        var busySince: Int64?
        var isStarted = false
        var isFinished = false
        var finish: [@Sendable () -> Void] = []
    }

    /// Creates a trail that does not run yet.
    /// - Parameters:
    ///   - config: What to keep, and what to do when it cannot be written.
    ///   - sink: Where lines go.
    ///   - time: The clock.
    /// - Throws: ``AuditError`` when the configuration cannot be.
    public init(config: AuditConfig, sink: any AuditSink, time: TimeSource = .system) throws(AuditError) {
        try config.validate()
        self.config = config
        self.time = time
        self.queue = Mutex(AuditQueue(capacity: config.queueCapacity, capacityBytes: config.queueBytes, overflow: config.overflow))
        self.writer = Mutex(AuditWriter(config: config, sink: sink))
        self.report = Mutex(Report())
        self.signal = try WakeSignal()
    }

    /// Whether an answer waits until its record is on disk.
    package var isDurable: Bool { self.config.durability == .durable }

    /// Starts the writer's thread. The trail lives until ``shutdown(deadline:)``.
    /// - Throws: ``AuditError`` when the system gives no thread.
    public func start() throws(AuditError) {
        let isFirst = self.report.withLock { report in
            defer { report.isStarted = true }
            return !report.isStarted
        }
        if isFirst { try DetachedThread.start { self.run() } }
    }

    /// Offers a record. Never blocks.
    /// - Parameter record: What happened.
    /// - Returns: Whether the record will be written, must be offered again once there is room, or was given up.
    public func enqueue(_ record: consuming AuditRecord) -> AuditAdmission {
        var slot = Optional(record)
        return self.enqueue(&slot)
    }

    /// Offers a record, and takes it out of its place unless it must be offered again.
    package func enqueue(_ record: inout AuditRecord?) -> AuditAdmission {
        let (admission, wakes) = self.queue.withLock { $0.enqueue(&record) }
        if wakes { self.signal.wake() }
        return admission
    }

    /// Offers a record and waits for room as long as it takes.
    /// - Returns: The record's place, or nothing when it was given up.
    public func append(_ record: AuditRecord) async -> AuditTicket? {
        while true {
            switch self.enqueue(record) {
            case .accepted(let ticket): return ticket
            case .shed: return nil
            case .mustWait:
                await withCheckedContinuation { continuation in
                    self.whenRoom(for: record) { continuation.resume() }
                }
            }
        }
    }

    /// Calls back, once, when there may be room again: at once if there is some now, else on the writer's thread.
    /// - Parameters:
    ///   - record: What the caller holds meanwhile; its weight counts.
    ///   - call: Offers it again.
    public func whenRoom(for record: AuditRecord, _ call: @escaping @Sendable () -> Void) {
        if !self.queue.withLock({ $0.waitForRoom(holding: record.weight, call) }) { call() }
    }

    /// Calls back, once, when a record is as safe as the configured durability promises: at once when it is buffered; on disk, on
    /// the writer's thread, when it is durable.
    /// - Parameters:
    ///   - ticket: The record's place.
    ///   - completion: Is given `false` when the trail was shut down before.
    public func whenRecorded(_ ticket: AuditTicket, _ completion: @escaping @Sendable (Bool) -> Void) {
        guard self.isDurable else { return completion(true) }
        if let answer = self.queue.withLock({ $0.wait(for: ticket.number, completion) }) { completion(answer) }
    }

    /// Returns when a record is as safe as the configured durability promises.
    /// - Returns: `false` when the trail was shut down before.
    public func recorded(_ ticket: AuditTicket) async -> Bool {
        await withCheckedContinuation { continuation in
            self.whenRecorded(ticket) { continuation.resume(returning: $0) }
        }
    }

    /// Returns when everything accepted so far is written and survives a loss of power.
    /// - Throws: ``AuditError`` when the trail was shut down before.
    public func flush() async throws(AuditError) {
        let isDone = await withCheckedContinuation { continuation in
            if self.report.withLock({ $0.isFinished }) { return continuation.resume(returning: false) }
            self.queue.withLock { $0.flush { continuation.resume(returning: $0) } }
            self.signal.wake()
        }
        guard isDone else { throw AuditError(.closed, "the audit trail is shut down") }
    }

    /// How the trail is doing.
    public var status: AuditStatus {
        let (accepted, completed, queued, shed) = self.queue.withLock { ($0.accepted, $0.completed, $0.queued, $0.shed) }
        let now = self.time.now().uptimeNanoseconds
        return self.report.withLock { report in
            let isHanging = report.busySince.map { now - $0 > Self.patience } ?? false
            return AuditStatus(
                isHealthy: report.isHealthy && !isHanging,
                lastError: isHanging ? "the sink has not answered for more than 5 seconds" : report.lastError, accepted: accepted,
                written: completed, queued: queued,
                shed: shed,
                lost: report.lost, failures: report.failures, lastFlushNanoseconds: report.lastFlush,
                slowestFlushNanoseconds: report.slowestFlush)
        }
    }
}

extension AuditTrail {
    /// Accepts nothing more, writes what waits, ends the sink, and returns.
    /// - Parameter deadline: How long that may take; what is not written by then is given up and counted.
    /// - Returns: How many records were given up.
    @discardableResult
    public func shutdown(deadline: Duration = .seconds(10)) async -> UInt64 {
        for call in self.queue.withLock({ $0.close() }) { call() }
        let isStarted = self.report.withLock { $0.isStarted }
        if isStarted {
            let watchdog = Task {
                try? await Task.sleep(for: deadline)
                if !Task.isCancelled { self.abandon() }
            }
            await withCheckedContinuation { continuation in
                let isFinished = self.report.withLock { report in
                    if !report.isFinished { report.finish.append { continuation.resume() } }
                    return report.isFinished
                }
                if isFinished { continuation.resume() }
                self.signal.wake()
            }
            watchdog.cancel()
        } else {
            var pause = self.step()
            while pause == .none { pause = self.step() }
            if pause != .finished { self.writer.withLock { $0.close() } }
            self.abandon()
        }
        return self.report.withLock { $0.lost }
    }

    /// Does the next piece of the writer's work. The thread calls it for ever; a test that has no thread calls it by hand.
    package func step() -> AuditPause {
        var calls: [@Sendable () -> Void] = []
        let pause = self.writer.withLock { writer in
            // Told beforehand: a sink that never returns would look healthy for ever.
            let began = self.time.now().uptimeNanoseconds
            self.report.withLock { $0.busySince = began }
            let pause = self.step(&writer, &calls)
            self.report.withLock { report in
                report.busySince = nil
                report.isHealthy = !writer.isFailing && writer.warning == nil
                report.lastError = writer.lastError ?? writer.warning
                report.failures = writer.failures
                (report.lastFlush, report.slowestFlush) = (writer.lastFlush, writer.slowestFlush)
            }
            return pause
        }
        for call in calls { call() }
        return pause
    }

    private func step(_ writer: inout AuditWriter, _ calls: inout [@Sendable () -> Void]) -> AuditPause {
        if let pause = writer.remainingPause(at: self.time.now()) { return .rest(pause) }
        if writer.isIdle { writer.load { records in self.queue.withLock { $0.take(into: &records) } } }
        let hasWork = !writer.isIdle
        if hasWork {
            guard let count = writer.writeBatch(self.time) else { return .none }
            calls += self.queue.withLock { $0.complete(count) }
            guard writer.isIdle else { return .none }
        }
        let (isAsked, isClosed) = self.queue.withLock { ($0.hasDueFlush, $0.isClosed) }
        if writer.sync(self.time, now: isAsked || isClosed), isAsked { calls += self.queue.withLock { $0.completeFlushes() } }
        if let pause = writer.remainingPause(at: self.time.now()) { return .rest(pause) }
        if hasWork, !isAsked, !isClosed, self.config.durability == .buffered { return .rest(AuditWriter.gatheringTime) }
        if self.queue.withLock({ $0.park() }) { return .park(writer.syncDue(at: self.time.now())) }
        guard isClosed, self.queue.withLock({ $0.queued == 0 && $0.flushes.isEmpty }) else { return .none }
        writer.close()
        return .finished
    }

    private func run() {
        while true {
            switch self.step() {
            case .none: break
            case .rest(let nanoseconds): self.signal.sleep(nanoseconds)
            case .park(let nanoseconds): self.signal.sleep(nanoseconds)
            case .finished: return self.finish(lost: 0)
            }
            if self.report.withLock({ $0.isFinished }) { return self.writer.withLock { $0.close() } }
        }
    }

    private func abandon() {
        let (lost, calls) = self.queue.withLock { $0.abandon() }
        for call in calls { call() }
        self.finish(lost: UInt64(lost))
    }

    private func finish(lost: UInt64) {
        let calls = self.report.withLock { report in
            report.lost &+= lost
            report.isFinished = true
            defer { report.finish = [] }
            return report.finish
        }
        for call in calls { call() }
    }
}
