import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the disk can do to the trail, call by call.
@Suite struct AuditFaultTests {
    enum Fault: String, CaseIterable { case write, partialWrite, sync, truncate, rename, open }

    let folder: TemporaryFolder
    let clock = ManualTime()

    init() throws { self.folder = try TemporaryFolder() }

    /// The system's calls, of which the `number`th of a kind fails, and so many after it.
    func calls(_ fault: Fault, at number: Int, times: Int = 1) -> FileCalls {
        let counter = Mutex(0)
        @Sendable func fails(_ kind: Fault) -> Bool {
            kind == fault
                && counter.withLock { count in
                    count += 1
                    return (number..<(number + times)).contains(count)
                }
        }
        let error = AuditError(.system, "injected")
        let system = FileCalls.system
        return FileCalls(
            open: { path throws(AuditError) in
                if fails(.open) { throw error }
                return try system.open(path)
            },
            write: { descriptor, bytes throws(AuditError) in
                if fails(.write) { throw error }
                if fails(.partialWrite) {
                    _ = try system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]))
                    throw error
                }
                // Short writes are no errors: the rest follows.
                return try system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<max(1, bytes.count * 2 / 3)]))
            },
            sync: { descriptor throws(AuditError) in
                if fails(.sync) { throw error }
                try system.sync(descriptor)
            },
            truncate: { descriptor, size throws(AuditError) in
                if fails(.truncate) { throw error }
                try system.truncate(descriptor, size)
            },
            rename: { from, to throws(AuditError) in
                if fails(.rename) { throw error }
                try system.rename(from, to)
            }
        )
    }

    /// Writes thirty records through a trail with these calls, and returns the requests that were acknowledged.
    func run(_ calls: FileCalls, _ change: (inout AuditConfig) -> Void = { _ in }) async throws -> Set<String> {
        var config = AuditConfig(path: self.folder.file(), durability: .durable)
        config.rotationSize = 4096
        config.checkpointInterval = 7
        change(&config)
        let sink = try JSONLinesSink(config, time: .manual(self.clock), calls: calls)
        let trail = try AuditTrail(config: config, sink: sink, time: .manual(self.clock))
        let acknowledged = Mutex<Set<String>>([])
        for batch in 0..<10 {
            for number in (batch * 3)..<(batch * 3 + 3) {
                let ticket = try #require(trail.enqueue(.sample(number)).ticket)
                trail.whenRecorded(ticket) { isDurable in
                    if isDurable { acknowledged.withLock { _ = $0.insert("req-\(number)") } }
                }
            }
            for _ in 0..<20 {
                _ = trail.step()
                self.clock.advance(by: .milliseconds(100))
            }
        }
        await trail.shutdown()
        return acknowledged.withLock { $0 }
    }

    func written() -> [String] {
        SegmentFiles(path: self.folder.file()).all().flatMap(TestFile.lines).compactMap {
            AuditLine($0)?.members["request_id"]?.stringValue
        }
    }

    @Test(arguments: Fault.allCases, 1...16)
    func anyFailedCallLosesNothing(fault: Fault, number: Int) async throws {
        guard !(fault == .open && number == 1) else { return }
        let acknowledged = try await self.run(self.calls(fault, at: number))
        let written = self.written()
        #expect(acknowledged.count == 30)
        #expect(Set(written) == acknowledged)
        if fault != .sync { #expect(written.count == 30) }
        let result = try AuditVerifier().verify(path: self.folder.file())
        #expect(result.isIntact, "\(result.problems)")
    }

    @Test(arguments: 1...8)
    func aTornWriteThatCannotBeCutIsRepairedWhenTheFileIsOpenedAgain(number: Int) async throws {
        var calls = self.calls(.partialWrite, at: number)
        let truncate = self.calls(.truncate, at: 1, times: 1).truncate
        calls.truncate = truncate
        #expect(try await self.run(calls).count == 30)
        #expect(self.written().count == 30)
        #expect(try AuditVerifier().verify(path: self.folder.file()).isIntact)
    }

    @Test(arguments: Fault.allCases, 1...24)
    func `retention says what it removes whatever fails`(fault: Fault, number: Int) async throws {
        guard !(fault == .open && number == 1) else { return }
        _ = try await self.run(self.calls(fault, at: number)) { $0.retentionCount = 1 }
        let result = try AuditVerifier().verify(path: self.folder.file())
        #expect(result.isIntact, "\(result.problems)")
        // After a failed rename the file is kept for a minute, longer than this takes.
        if fault != .rename { #expect(result.firstSequence ?? 0 > 1) }
    }

    /// From a certain call on nothing reaches the disk any more, as when the process is killed.
    @Test(arguments: Fault.allCases, 1...24)
    func `retention says what it removes whenever the process dies`(fault: Fault, number: Int) async throws {
        guard !(fault == .open && number == 1) else { return }
        let isDead = Mutex(false)
        let faulty = self.calls(fault, at: number)
        let error = AuditError(.system, "dead")
        @Sendable func alive<Value>(_ call: () throws(AuditError) -> Value) throws(AuditError) -> Value {
            guard !isDead.withLock({ $0 }) else { throw error }
            do throws(AuditError) { return try call() } catch {
                isDead.withLock { $0 = true }
                throw error
            }
        }
        let calls = FileCalls(
            open: { path throws(AuditError) in try alive { () throws(AuditError) in try faulty.open(path) } },
            write: { file, bytes throws(AuditError) in try alive { () throws(AuditError) in try faulty.write(file, bytes) } },
            sync: { file throws(AuditError) in try alive { () throws(AuditError) in try faulty.sync(file) } },
            truncate: { file, size throws(AuditError) in try alive { () throws(AuditError) in try faulty.truncate(file, size) } },
            rename: { from, to throws(AuditError) in try alive { () throws(AuditError) in try faulty.rename(from, to) } })
        _ = try await self.run(calls) { $0.retentionCount = 1 }
        let config = AuditConfig(path: self.folder.file())
        let sink = try JSONLinesSink(config, time: .manual(self.clock))
        var encoder = AuditEncoder(config: config)
        try sink.write([encoder.entry(of: .sample(99))])
        try sink.close()
        let result = try AuditVerifier().verify(path: self.folder.file())
        #expect(result.isIntact, "\(result.problems)")
    }

    @Test func aFailedSyncClosesTheFileAndMarksTheGap() async throws {
        _ = try await self.run(self.calls(.sync, at: 3))
        let segments = SegmentFiles(path: self.folder.file()).all().flatMap(TestFile.lines).compactMap { AuditLine($0) }.filter {
            $0.kind == .segment
        }
        let marks = segments.filter { $0.members["reason"] == "sync_failed" }
        #expect(marks.count == 1)
        #expect(marks.first?.members["after_seq"] != nil)
        #expect(try AuditVerifier().verify(path: self.folder.file()).uncertain.count == 1)
    }

    @Test func linesThatAFailedSyncLostAreAnUncertainRangeAndNoProblem() async throws {
        _ = try await self.run(self.calls(.sync, at: 2))
        let files = SegmentFiles(path: self.folder.file())
        let closed = try #require(files.closed().first)
        let lines = TestFile.lines(closed.path)
        let range = try #require(try AuditVerifier().verify(path: self.folder.file()).uncertain.first)
        let survivors = lines.filter { ChainLink($0[...]).map { !range.contains($0.sequence) } ?? false }
        #expect(survivors.count < lines.count)
        TestFile.write(survivors.flatMap { $0 + [10] }, to: closed.path)
        let result = try AuditVerifier().verify(path: self.folder.file())
        #expect(result.isIntact, "\(result.problems)")
        TestFile.write(survivors.dropLast().flatMap { $0 + [10] }, to: closed.path)
        #expect(try !AuditVerifier().verify(path: self.folder.file()).isIntact)
    }

    @Test func aFullDiskBlocksUntilThereIsRoom() async throws {
        let mountPoint = self.folder.file("disk")
        mkdir(mountPoint, 0o700)
        defer { rmdir(mountPoint) }
        guard Self.mountTemporary(mountPoint) else {
            print("skipped: a small file system cannot be mounted here")
            return
        }
        defer { Self.unmount(mountPoint) }
        var config = AuditConfig(path: mountPoint + "/audit.jsonl")
        config.queueCapacity = 64
        let trail = try AuditTrail(config: config, sink: try JSONLinesSink(config, time: .manual(self.clock)), time: .manual(self.clock))
        TestFile.write([UInt8](repeating: 0, count: 100_000), to: mountPoint + "/ballast")
        var accepted = 0
        var sawFull = false
        for number in 0..<2000 {
            guard trail.enqueue(.sample(number)).ticket != nil else {
                sawFull = true
                break
            }
            accepted += 1
            _ = trail.step()
            self.clock.advance(by: .milliseconds(5))
        }
        #expect(sawFull)
        #expect(!trail.status.isHealthy)
        #expect(trail.status.lastError?.contains("space") == true)
        #expect(trail.status.shed == 0)
        unlink(mountPoint + "/ballast")
        self.clock.advance(by: .seconds(2))
        #expect(await trail.shutdown() == 0)
        let result = try AuditVerifier().verify(path: mountPoint + "/audit.jsonl")
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == accepted)
        unlink(mountPoint + "/audit.jsonl")
    }

    private static func mountTemporary(_ path: String) -> Bool {
        #if os(Linux)
        mount("tmpfs", path, "tmpfs", 0, "size=160k") == 0
        #else
        false
        #endif
    }

    private static func unmount(_ path: String) {
        #if os(Linux)
        umount(path)
        #endif
    }

    @Test func rotationUnderManyWritersKeepsEveryLine() async throws {
        var config = AuditConfig(path: self.folder.file())
        config.rotationSize = 16_384
        config.queueCapacity = 128
        let trail = try AuditTrail(config: config, sink: try JSONLinesSink(config))
        try trail.start()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask { for number in 0..<250 { _ = await trail.append(.sample(task * 1000 + number)) } }
            }
        }
        #expect(await trail.shutdown() == 0)
        let result = try AuditVerifier().verify(path: self.folder.file())
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 2000)
        #expect(Set(self.written()).count == 2000)
        #expect(self.folder.names.count > 3)
    }

    @Test func aFileMovedAwayAgainAndAgainKeepsEveryLine() async throws {
        let config = AuditConfig(path: self.folder.file())
        let trail = try AuditTrail(config: config, sink: try JSONLinesSink(config))
        try trail.start()
        let folder = self.folder
        var moved: [String] = []
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<400 {
                        _ = await trail.append(.sample(task * 1000 + number))
                        if number % 20 == 0 { try? await Task.sleep(for: .milliseconds(2)) }
                    }
                }
            }
            for number in 0..<20 {
                try? await Task.sleep(for: .milliseconds(3))
                if rename(folder.file(), folder.file("moved-\(number)")) == 0 { moved.append(folder.file("moved-\(number)")) }
            }
        }
        #expect(await trail.shutdown() == 0)
        let current = FileFacts(path: folder.file()) == nil ? [] : [folder.file()]
        let result = try AuditVerifier().verify(files: moved + current)
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 1600)
    }
}
