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

@Suite struct JSONLinesSinkTests {
    let folder: TemporaryFolder
    let clock = ManualTime()

    init() throws { self.folder = try TemporaryFolder() }

    func config(_ change: (inout AuditConfig) -> Void = { _ in }) -> AuditConfig {
        var config = AuditConfig(path: self.folder.file())
        config.rotationInterval = nil
        change(&config)
        return config
    }

    func sink(_ config: AuditConfig? = nil, calls: FileCalls = .system) throws -> JSONLinesSink {
        try JSONLinesSink(config ?? self.config(), time: .manual(self.clock), calls: calls)
    }

    func entries(_ numbers: ClosedRange<Int>) -> [AuditEntry] {
        var encoder = AuditEncoder(config: AuditConfig())
        return numbers.map { encoder.entry(of: .sample($0)) }
    }

    func verify(_ publicKey: String? = nil) throws -> AuditVerification {
        try AuditVerifier(publicKey: publicKey).verify(path: self.folder.file())
    }

    func segmentReasons() -> [String] {
        SegmentFiles(path: self.folder.file()).all().flatMap(TestFile.lines).compactMap { AuditLine($0) }.filter { $0.kind == .segment }
            .compactMap {
                $0.members["reason"]?.stringValue
            }
    }

    @Test func `folders that are missing are made for this user alone`() throws {
        let path = self.folder.file() + ".d/nexus/audit.jsonl"
        try self.sink(self.config { $0.path = path }).close()
        #expect(TestFile.mode(self.folder.file() + ".d") == 0o700)
        #expect(TestFile.mode(self.folder.file() + ".d/nexus") == 0o700)
        #expect(TestFile.mode(path) == 0o600)
    }

    @Test func theFileIsForItsOwnerAloneAndItsChainIsWhole() throws {
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        try sink.sync()
        try sink.write(self.entries(4...5))
        try sink.close()
        #expect(TestFile.mode(self.folder.file()) == 0o600)
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 5)
        #expect(result.unsignedCheckpoints == 1)
        #expect(result.head?.sequence == 7)
    }

    @Test func theChainGoesOnAfterARestart() throws {
        for round in 0..<3 {
            let sink = try self.sink()
            try sink.write(self.entries((round * 10 + 1)...(round * 10 + 10)))
            try sink.close()
        }
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 30)
        #expect(self.segmentReasons() == ["first", "resumed", "resumed"])
    }

    @Test func aSecondProcessIsRefused() throws {
        let sink = try self.sink()
        let error = #expect(throws: AuditError.self) { try self.sink() }
        #expect(error?.code == .inUse)
        try sink.close()
        try self.sink().close()
    }

    @Test func aTornLineIsCutOffAndSaidSo() throws {
        let first = try self.sink()
        try first.write(self.entries(1...3))
        try first.close()
        TestFile.write(TestFile.read(self.folder.file()) + Array(#"{"schema":1,"kind":"req"#.utf8), to: self.folder.file())
        #expect(try self.verify().problems.map(\.kind) == [.torn])
        let second = try self.sink()
        try second.write(self.entries(4...4))
        try second.close()
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 4)
        #expect(
            TestFile.read(self.folder.file()).split(separator: 10).contains {
                String(decoding: $0, as: UTF8.self).contains(#""torn_bytes":23"#)
            })
    }

    @Test func everyTearOfTheLastLineIsRepaired() throws {
        let sink = try self.sink()
        try sink.write(self.entries(1...2))
        try sink.close()
        let whole = TestFile.read(self.folder.file())
        let lines = TestFile.lines(self.folder.file())
        for cut in 1...(lines.last?.count ?? 0) {
            TestFile.write(Array(whole.dropLast(cut)), to: self.folder.file())
            let next = try self.sink()
            try next.write(self.entries(3...3))
            try next.close()
            let result = try self.verify()
            #expect(result.isIntact, "cut \(cut): \(result.problems)")
            #expect(result.requests == 3)
        }
    }

    @Test func aDamagedFileIsSetAside() throws {
        TestFile.write(Array("this is not a trail\n".utf8), to: self.folder.file())
        let sink = try self.sink()
        #expect(sink.warning != nil)
        try sink.write(self.entries(1...1))
        try sink.close()
        #expect(self.folder.names.contains { $0.hasPrefix("audit.jsonl.damaged-") })
        #expect(try self.verify().problems.map(\.kind) == [.damaged])
    }

    @Test func rotationBySize() throws {
        let sink = try self.sink(self.config { $0.rotationSize = 4096 })
        for number in 1...40 { try sink.write(self.entries(number...number)) }
        try sink.close()
        #expect(self.folder.names.count > 4)
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 40)
    }

    @Test func rotationByTime() throws {
        let sink = try self.sink(self.config { $0.rotationInterval = .seconds(3600) })
        for hour in 0..<4 {
            try sink.write(self.entries((hour * 2 + 1)...(hour * 2 + 2)))
            try sink.write(self.entries((hour * 2 + 1)...(hour * 2 + 2)))
            self.clock.advance(by: .seconds(3600))
        }
        try sink.close()
        #expect(self.folder.names.count == 4)
        #expect(try self.verify().isIntact)
        #expect(try self.verify().requests == 16)
    }

    @Test func retentionRemovesTheOldestAndSaysSo() throws {
        let sink = try self.sink(
            self.config { config in
                config.rotationSize = 4096
                config.retentionCount = 2
            })
        for number in 1...60 { try sink.write(self.entries(number...number)) }
        try sink.close()
        #expect(self.folder.names.count == 3)
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.firstSequence ?? 0 > 1)
        unlink(self.folder.file(self.folder.names[1]))
        #expect(try self.verify().problems.map(\.kind) == [.removed])
    }

    @Test func theChainGoesOnWhenTheProcessStoppedBetweenTwoFiles() throws {
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        try sink.close()
        rename(self.folder.file(), self.folder.file("audit.jsonl.0000000000000005"))
        let next = try self.sink()
        try next.write(self.entries(4...4))
        try next.close()
        #expect(try self.verify().isIntact)
        #expect(try self.verify().requests == 4)
    }

    @Test func aMovedFileIsNoticed() throws {
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        rename(self.folder.file(), self.folder.file("moved"))
        try sink.write(self.entries(4...6))
        try sink.close()
        let result = try AuditVerifier().verify(files: [self.folder.file("moved"), self.folder.file()])
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 6)
        #expect(self.segmentReasons() == ["moved"])
    }

    @Test func aDeletedFileIsNoticedAndTheBatchWrittenAgain() throws {
        let path = self.folder.file()
        let deletes = Mutex(false)
        var calls = FileCalls.system
        let write = calls.write
        calls.write = { descriptor, bytes throws(AuditError) in
            if deletes.withLock({ flag in
                defer { flag = false }
                return flag
            }) {
                unlink(path)
            }
            return try write(descriptor, bytes)
        }
        let sink = try self.sink(calls: calls)
        try sink.write(self.entries(1...2))
        deletes.withLock { $0 = true }
        try sink.write(self.entries(3...5))
        try sink.close()
        #expect(try self.verify().requests == 3)
        #expect(try self.verify().problems.map(\.kind) == [.removed])
    }

    @Test func aFileThatIsCopiedAndCutLosesNoLine() throws {
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        TestFile.write(TestFile.read(self.folder.file()), to: self.folder.file("copy"))
        truncate(self.folder.file(), 0)
        try sink.write(self.entries(4...6))
        try sink.close()
        let result = try AuditVerifier().verify(files: [self.folder.file("copy"), self.folder.file()])
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 6)
    }

    @Test func checkpointsAreSigned() throws {
        let key = Secret.value(String(repeating: "k", count: 32))
        let config = self.config { config in
            config.signingKey = key
            config.checkpointInterval = 10
        }
        let sink = try self.sink(config)
        try sink.write(self.entries(1...25))
        try sink.close()
        let publicKey = try CheckpointSigner(secret: key).publicKey
        let result = try self.verify(publicKey)
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.signedCheckpoints == 4)
        #expect(result.unvouchedLines == 0)
        #expect(result.signers == [publicKey])
        let other = try CheckpointSigner(secret: .value(String(repeating: "x", count: 32))).publicKey
        #expect(try self.verify(other).problems.allSatisfy { $0.kind == .signature })
        #expect(try self.verify(other).problemCount == 5)
    }

    @Test func `a folder that cannot be made is refused`() throws {
        try self.sink().close()
        let error = #expect(throws: AuditError.self) { try self.sink(self.config { $0.path = self.folder.file() + "/no/audit.jsonl" }) }
        #expect(error?.code == .system)
    }
}
