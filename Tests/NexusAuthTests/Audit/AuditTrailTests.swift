import Dispatch
import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

/// The trail without its thread: time is moved and work is done by hand.
@Suite struct AuditTrailTests {
    let sink = MemorySink()
    let clock = ManualTime()

    func trail(_ change: (inout AuditConfig) -> Void = { _ in }) throws -> AuditTrail {
        var config = AuditConfig()
        config.queueCapacity = 16
        change(&config)
        return try AuditTrail(config: config, sink: self.sink, time: .manual(self.clock))
    }

    /// Works until there is nothing to do now.
    @discardableResult
    func work(_ trail: AuditTrail) -> AuditPause {
        for _ in 0..<100 {
            let pause = trail.step()
            if pause != .none { return pause }
        }
        Issue.record("the writer never rests")
        return .none
    }

    @Test func recordsAreWrittenInOrder() throws {
        let trail = try self.trail()
        for number in 1...10 { _ = trail.enqueue(.sample(number)) }
        #expect(trail.status.queued == 10)
        self.work(trail)
        #expect(self.sink.requestIDs == (1...10).map { "req-\($0)" })
        #expect(trail.status.written == 10)
        #expect(trail.status.queued == 0)
        #expect(trail.status.isHealthy)
    }

    @Test func blockSaysWaitAndLosesNothing() throws {
        let trail = try self.trail()
        for number in 1...16 { #expect(trail.enqueue(.sample(number)) != .mustWait) }
        #expect(trail.enqueue(.sample(17)) == .mustWait)
        let called = Mutex(0)
        trail.whenRoom(for: .sample(1)) { called.withLock { $0 += 1 } }
        #expect(called.withLock { $0 } == 0)
        self.work(trail)
        #expect(called.withLock { $0 } == 1)
        #expect(trail.enqueue(.sample(17)) == .accepted(AuditTicket(number: 17)))
        self.work(trail)
        #expect(self.sink.requestIDs.count == 17)
        #expect(trail.status.shed == 0)
        trail.whenRoom(for: .sample(1)) { called.withLock { $0 += 1 } }
        #expect(called.withLock { $0 } == 2)
    }

    @Test func shedCountsExactlyAndWritesTheCount() throws {
        let trail = try self.trail { $0.overflow = .shed }
        for number in 1...40 { _ = trail.enqueue(.sample(number)) }
        #expect(trail.status.shed == 24)
        self.work(trail)
        #expect(self.sink.requestIDs.count == 16)
        let gaps = try self.sink.entries.filter { $0.kind == .gap }.map { try JSONParser.parseObject($0.json) }
        #expect(gaps.map { $0["count"] } == [24])
        #expect(self.sink.entries.last?.kind == .gap)
        self.clock.advance(by: .seconds(1))
        self.work(trail)
        #expect(self.sink.entries.count == 17)
    }

    @Test func theQueueIsBoundedInBytesToo() throws {
        let trail = try self.trail { config in
            config.logRequestBody = true
            config.maxBodyLogSize = 1000
            config.queueBytes = 10_000
            config.overflow = .shed
        }
        var record = AuditRecord.sample()
        record.capture = AuditCapture(
            requestBody: .init(mediaType: "text/plain", bytes: [UInt8](repeating: 0, count: 2000), totalBytes: 2000))
        for _ in 1...16 { _ = trail.enqueue(record) }
        #expect(trail.status.queued == 3)
        #expect(trail.status.shed == 13)
    }

    @Test func `texts count towards the queue's bytes`() throws {
        let changes: [(inout AuditRecord) -> Void] = [
            { $0.path = String(repeating: "p", count: 4000) }, { $0.query = String(repeating: "q", count: 4000) },
            { $0.userAgent = String(repeating: "a", count: 4000) }, { $0.errorText = String(repeating: "e", count: 4000) },
        ]
        for change in changes {
            let trail = try self.trail { config in
                config.maxBodyLogSize = 1000
                config.queueBytes = 10_000
                config.overflow = .shed
            }
            var record = AuditRecord.sample()
            change(&record)
            for _ in 1...5 { _ = trail.enqueue(record) }
            #expect(trail.status.queued == 2)
        }
    }

    @Test func `an error text is bounded where it is stored`() {
        let record = AuditRecord(
            arrivedAt: 0, requestID: "r", traceID: nil, method: .get, route: nil, path: "/", query: nil, status: 500, identity: nil,
            tenant: nil, address: .unspecified, userAgent: nil, duration: 0, requestBytes: 0, responseBytes: 0,
            decision: AuditDecision(.failed, stage: "handler"), isOverride: false, error: nil,
            errorText: String(repeating: "é", count: 1_000_000), shadow: [], capture: nil)
        #expect(record.errorText?.utf8.count ?? 0 <= AuditRecord.longestErrorText + 3)
        #expect(record.errorText?.hasPrefix("éé") == true)
    }

    @Test func aFailingSinkIsAskedAgainWithPausesThatGrow() throws {
        let trail = try self.trail()
        self.sink.state.withLock { $0.failingWrites = 9 }
        _ = trail.enqueue(.sample(1))
        var pauses: [Int64] = []
        for _ in 0..<9 {
            guard case .rest(let pause) = self.work(trail) else { break }
            #expect(trail.status.isHealthy == false)
            #expect(trail.status.lastError == "no room")
            #expect(self.work(trail) == .rest(pause))
            pauses.append(pause / 1_000_000)
            self.clock.advance(by: .nanoseconds(pause))
        }
        #expect(pauses == [10, 20, 40, 80, 160, 320, 640, 1000, 1000])
        self.work(trail)
        #expect(self.sink.requestIDs == ["req-1"])
        #expect(trail.status.isHealthy)
        #expect(trail.status.failures == 9)
    }

    @Test func recordsThatArriveWhileTheSinkFailsAreKept() throws {
        let trail = try self.trail()
        self.sink.state.withLock { $0.failingWrites = 1 }
        _ = trail.enqueue(.sample(1))
        self.work(trail)
        _ = trail.enqueue(.sample(2))
        self.clock.advance(by: .seconds(1))
        self.work(trail)
        self.clock.advance(by: .seconds(1))
        self.work(trail)
        #expect(self.sink.requestIDs == ["req-1", "req-2"])
    }

    @Test func durableCompletesAfterTheSync() throws {
        let trail = try self.trail { $0.durability = .durable }
        self.sink.state.withLock { $0.failingSyncs = 1 }
        let ticket = try #require(trail.enqueue(.sample(1)).ticket)
        let answers = Mutex<[Bool]>([])
        trail.whenRecorded(ticket) { answer in answers.withLock { $0.append(answer) } }
        self.work(trail)
        #expect(answers.withLock { $0 } == [])
        self.clock.advance(by: .seconds(1))
        self.work(trail)
        #expect(answers.withLock { $0 } == [true])
        #expect(self.sink.state.withLock { $0.syncs } == 1)
        trail.whenRecorded(ticket) { answer in answers.withLock { $0.append(answer) } }
        #expect(answers.withLock { $0 } == [true, true])
    }

    @Test func oneSyncServesAWholeBatch() throws {
        let trail = try self.trail { config in
            config.durability = .durable
            config.queueCapacity = 4096
        }
        for number in 1...2048 { _ = trail.enqueue(.sample(number)) }
        self.work(trail)
        #expect(self.sink.state.withLock { $0.syncs } == 2)
        #expect(self.sink.entries.count == 2048)
    }

    @Test func bufferedCompletesAtOnceAndSyncsByTheClock() throws {
        let trail = try self.trail()
        let ticket = try #require(trail.enqueue(.sample(1)).ticket)
        let isCalled = Mutex(false)
        trail.whenRecorded(ticket) { answer in isCalled.withLock { $0 = answer } }
        #expect(isCalled.withLock { $0 })
        #expect(self.work(trail) == .rest(AuditWriter.gatheringTime))
        #expect(self.work(trail) == .park(1_000_000_000))
        #expect(self.sink.state.withLock { $0.syncs } == 0)
        self.clock.advance(by: .seconds(1))
        #expect(self.work(trail) == .park(nil))
        #expect(self.sink.state.withLock { $0.syncs } == 1)
    }

    @Test func shutdownWritesWhatWaitsAndRefusesWhatComes() async throws {
        let trail = try self.trail()
        for number in 1...5 { _ = trail.enqueue(.sample(number)) }
        #expect(await trail.shutdown() == 0)
        #expect(self.sink.requestIDs.count == 5)
        #expect(self.sink.state.withLock { ($0.syncs, $0.closes) } == (1, 1))
        #expect(trail.enqueue(.sample(6)) == .shed)
        #expect(trail.status.shed == 1)
        await #expect(throws: AuditError.self) { try await trail.flush() }
    }

    @Test func shutdownCountsWhatCannotBeWritten() async throws {
        let trail = try self.trail { $0.durability = .durable }
        self.sink.state.withLock { $0.failingWrites = .max }
        let ticket = try #require(trail.enqueue(.sample(1)).ticket)
        let answers = Mutex<[Bool]>([])
        trail.whenRecorded(ticket) { answer in answers.withLock { $0.append(answer) } }
        _ = trail.enqueue(.sample(2))
        #expect(await trail.shutdown() == 2)
        #expect(answers.withLock { $0 } == [false])
        #expect(trail.status.lost == 2)
        trail.whenRecorded(ticket) { answer in answers.withLock { $0.append(answer) } }
        #expect(answers.withLock { $0 } == [false, false])
    }

    @Test(arguments: [AuditConfig.Durability.buffered, .durable])
    func manyTasksOnARunningTrail(durability: AuditConfig.Durability) async throws {
        var config = AuditConfig(durability: durability)
        config.queueCapacity = 64
        let trail = try AuditTrail(config: config, sink: self.sink)
        try trail.start()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<500 {
                        guard let ticket = await trail.append(.sample(task * 1000 + number)) else {
                            Issue.record("given up")
                            return
                        }
                        if number % 50 == 0 { #expect(await trail.recorded(ticket)) }
                    }
                }
            }
        }
        try await trail.flush()
        #expect(self.sink.requestIDs.count == 4000)
        #expect(Set(self.sink.requestIDs).count == 4000)
        #expect(await trail.shutdown() == 0)
        #expect(trail.status.written == 4000)
        #expect(trail.status.queued == 0)
    }

    @Test func aSinkThatHangsDoesNotHoldUpTheShutdown() async throws {
        let trail = try AuditTrail(config: AuditConfig(), sink: self.sink)
        self.sink.state.withLock { $0.failingWrites = .max }
        try trail.start()
        _ = trail.enqueue(.sample(1))
        #expect(await trail.shutdown(deadline: .milliseconds(50)) == 1)
    }

    /// A sink whose writes return when they are let go.
    final class HangingSink: AuditSink {
        let isCalled = Mutex(false)
        let letGo = DispatchSemaphore(value: 0)

        func write(_ batch: [AuditEntry]) throws {
            self.isCalled.withLock { $0 = true }
            self.letGo.wait()
        }
    }

    @Test func `a sink that hangs is unhealthy after five seconds`() async throws {
        let sink = HangingSink()
        let trail = try AuditTrail(config: AuditConfig(), sink: sink, time: .manual(self.clock))
        try trail.start()
        _ = trail.enqueue(.sample(1))
        while !sink.isCalled.withLock({ $0 }) { await Task.yield() }
        self.clock.advance(by: .seconds(4))
        #expect(trail.status.isHealthy)
        self.clock.advance(by: .seconds(2))
        #expect(!trail.status.isHealthy)
        #expect(trail.status.lastError == "the sink has not answered for more than 5 seconds")
        sink.letGo.signal()
        #expect(await trail.shutdown() == 0)
        #expect(trail.status.isHealthy)
        #expect(trail.status.lastError == nil)
    }

    @Test func optionsAreChecked() {
        let changes: [(inout AuditConfig) -> Void] = [
            { $0.backend = .database }, { $0.path = "" }, { $0.maxBodyLogSize = 0 }, { $0.queueCapacity = 0 }, { $0.queueBytes = 1 },
            { $0.rotationSize = 1 }, { $0.rotationInterval = .zero }, { $0.retentionCount = 0 }, { $0.retentionAge = .zero },
            { $0.checkpointInterval = 0 }, { $0.excludePaths = ["health"] }, { $0.excludePaths = ["/a*b"] }, { $0.redactFields = ["--"] },
            { $0.signingKey = "short" }, { $0.syncInterval = .zero },
            { config in
                config.backend = .custom(self.sink)
                config.path = "x"
            },
        ]
        for change in changes {
            var config = AuditConfig()
            change(&config)
            #expect(throws: AuditError.self) { try config.validate() }
        }
        #expect(throws: Never.self) { try AuditConfig().validate() }
        #expect(AuditConfig.Backend(name: "dataflow") != nil)
        #expect(AuditConfig.Backend(name: "datafow") == nil)
        #expect(AuditConfig.Overflow(rawValue: "drop") == nil)
        #expect(AuditConfig.Durability(rawValue: "durable") == .durable)
    }

    static let idle: [(option: String, change: @Sendable (inout AuditConfig) -> Void)] = [
        ("rotation_size", { $0.rotationSize = 8192 }), ("rotation_interval", { $0.rotationInterval = .seconds(3600) }),
        ("retention_count", { $0.retentionCount = 3 }),
    ]

    @Test("what only files have is refused where there are none", arguments: Self.idle.indices)
    func optionsWithoutEffect(index: Int) {
        let (option, change) = Self.idle[index]
        var config = AuditConfig(backend: .database, path: "audit.sqlite")
        config.retentionAge = .seconds(86_400)
        #expect(throws: Never.self) { try config.validate() }
        change(&config)
        let inTables = #expect(throws: AuditError.self) { try config.validate() }
        #expect(inTables?.description.contains("audit: \(option) has no effect with backend database, which has no files") == true)
        config = AuditConfig()
        change(&config)
        let onOutput = #expect(throws: AuditError.self) { try config.validate() }
        #expect(onOutput?.description.contains("audit: \(option) has no effect on standard output; set path") == true)
        config.path = "audit.jsonl"
        #expect(throws: Never.self) { try config.validate() }
    }
}
