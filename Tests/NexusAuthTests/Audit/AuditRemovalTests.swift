import NexusCore
import Testing

@testable import NexusAuth

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the trail says about lines that are gone, and who is believed.
@Suite struct AuditRemovalTests {
    let folder: TemporaryFolder
    let key = Secret.value(String(repeating: "k", count: 40))
    let clock = ManualTime()

    init() throws { self.folder = try TemporaryFolder() }

    func config(_ change: (inout AuditConfig) -> Void = { _ in }) -> AuditConfig {
        var config = AuditConfig(path: self.folder.file())
        config.signingKey = self.key
        config.rotationSize = 4096
        change(&config)
        return config
    }

    func sink(_ config: AuditConfig) throws -> JSONLinesSink { try JSONLinesSink(config, time: .manual(self.clock)) }

    func write(_ numbers: ClosedRange<Int>, _ sink: JSONLinesSink) throws {
        var encoder = AuditEncoder(config: AuditConfig())
        for number in numbers { try sink.write([encoder.entry(of: .sample(number))]) }
    }

    func verify() throws -> AuditVerification {
        try AuditVerifier(publicKey: try CheckpointSigner(secret: self.key).publicKey).verify(path: self.folder.file())
    }

    /// Removes the oldest file and appends a line that says retention has done it, as whoever can write the folder can.
    func removeTheOldestFileAndClaimRetention() throws {
        let files = SegmentFiles(path: self.folder.file())
        let oldest = try #require(files.closed().first)
        let last = try #require(TestFile.lines(self.folder.file()).last)
        let link = try #require(ChainLink(last[...]))
        var chain = AuditChain(sequence: link.sequence, hash: link.hash)
        var line = SegmentLine("rotated")
        line.removedThrough = oldest.lastSequence
        var bytes = TestFile.read(self.folder.file())
        chain.seal(line.json(at: self.clock.now.unixNanoseconds), into: &bytes)
        TestFile.write(bytes, to: self.folder.file())
        unlink(oldest.path)
    }

    @Test func `a key that is younger than the trail vouches for what came before it`() throws {
        let unsigned = try self.sink(self.config { $0.signingKey = nil })
        try self.write(1...5, unsigned)
        try unsigned.close()
        let signed = try self.sink(self.config())
        try self.write(6...9, signed)
        let publicKey = try CheckpointSigner(secret: self.key).publicKey
        let lenient = AuditVerifier(publicKey: publicKey, acceptsEarlierKeys: true)
        #expect(try lenient.verify(path: self.folder.file()).isIntact)
        #expect(try !self.verify().isIntact)
        try signed.close()
        let again = try self.sink(self.config { $0.signingKey = nil })
        try self.write(10...12, again)
        try again.close()
        let problems = try lenient.verify(path: self.folder.file()).problems
        #expect(!problems.isEmpty && problems.allSatisfy { $0.kind == .signature }, "\(problems)")
    }

    @Test func `keys that signed in turn are known in their order, and a replaced one no longer counts`() throws {
        let keys = [self.key, Secret.value(String(repeating: "another key ", count: 4))]
        let names = try keys.map { try CheckpointSigner(secret: $0).publicKey }
        func write(_ numbers: ClosedRange<Int>, signedBy key: Secret) throws {
            let sink = try self.sink(self.config { $0.signingKey = key })
            try self.write(numbers, sink)
            try sink.close()
        }
        func problems(_ publicKeys: [String]) throws -> [AuditProblem.Kind] {
            try AuditVerifier(publicKeys: publicKeys).verify(path: self.folder.file()).problems.map(\.kind)
        }
        try write(1...5, signedBy: keys[0])
        #expect(try problems([names[0]]).isEmpty)
        // With the key that was replaced alone, all could have been written anew.
        #expect(try problems(names) == [.signature])
        try write(6...9, signedBy: keys[1])
        #expect(try problems(names).isEmpty)
        #expect(try problems([names[0], "unused", names[1]]).isEmpty)
        for known in [[names[0]], [names[1]], names.reversed()] {
            let found = try problems(known)
            #expect(!found.isEmpty && found.allSatisfy { $0 == .signature }, "\(found)")
        }
        try write(10...12, signedBy: keys[0])
        let found = try problems(names)
        #expect(!found.isEmpty && found.allSatisfy { $0 == .signature }, "\(found)")
        #expect(try problems([names[0], names[1], names[0]]).isEmpty, "a key that came back")
    }

    @Test func `a removal that nobody signed is not believed`() throws {
        let sink = try self.sink(self.config())
        try self.write(1...60, sink)
        try sink.close()
        #expect(try self.verify().isIntact)
        try self.removeTheOldestFileAndClaimRetention()
        #expect(try self.verify().problems.map(\.kind) == [.removed])
    }

    @Test func `a removal that nobody signed is not believed after the writer has gone on`() throws {
        let sink = try self.sink(self.config())
        try self.write(1...60, sink)
        try sink.close()
        try self.removeTheOldestFileAndClaimRetention()
        let next = try self.sink(self.config())
        try self.write(61...120, next)
        try next.close()
        #expect(try self.verify().problems.map(\.kind) == [.removed])
    }

    @Test func `the writer's own removals are signed at once`() throws {
        let config = self.config { config in
            config.retentionCount = 2
            config.checkpointInterval = 1_000_000
        }
        let sink = try self.sink(config)
        try self.write(1...60, sink)
        let live = try self.verify()
        #expect(live.isIntact, "\(live.problems)")
        #expect(live.firstSequence ?? 0 > 1)
        try sink.close()
        #expect(try self.verify().isIntact)
    }

    @Test func `a trail is signed from its first line on`() throws {
        let sink = try self.sink(self.config())
        let opened = try self.verify()
        #expect(opened.isIntact, "\(opened.problems)")
        #expect((opened.lines, opened.signedCheckpoints) == (2, 1))
        try sink.close()
    }

    @Test func `an emptied trail is not intact`() throws {
        let sink = try self.sink(self.config { $0.rotationSize = nil })
        try self.write(1...3, sink)
        try sink.close()
        TestFile.write([], to: self.folder.file())
        #expect(try self.verify().problems.map(\.kind) == [.removed, .signature])
        #expect(try AuditVerifier().verify(path: self.folder.file()).problems.map(\.kind) == [.removed])
    }

    @Test func `a file that is found after a restart rotates by time`() throws {
        let config = self.config { config in
            config.rotationSize = nil
            config.rotationInterval = .seconds(3600)
        }
        let first = try self.sink(config)
        try self.write(1...2, first)
        try first.close()
        let written = timespec(tv_sec: time_t(self.clock.now.unixSeconds), tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, self.folder.file(), [written, written], 0) == 0)
        self.clock.advance(by: .seconds(7200))
        let second = try self.sink(config)
        try self.write(3...4, second)
        try second.close()
        #expect(SegmentFiles(path: self.folder.file()).closed().count == 1)
        #expect(try self.verify().isIntact)
    }

    @Test func `files that are too old go after a restart too`() throws {
        let config = self.config { config in
            config.rotationInterval = .seconds(3600)
            config.retentionAge = .seconds(86_400)
        }
        let first = try self.sink(config)
        try self.write(1...30, first)
        try first.close()
        let written = timespec(tv_sec: time_t(self.clock.now.unixSeconds), tv_nsec: 0)
        for name in self.folder.names { #expect(utimensat(AT_FDCWD, self.folder.file(name), [written, written], 0) == 0) }
        let closed = SegmentFiles(path: self.folder.file()).closed().count
        #expect(closed > 0)
        self.clock.advance(by: .seconds(2 * 86_400))
        let second = try self.sink(config)
        try self.write(31...31, second)
        try second.close()
        #expect(SegmentFiles(path: self.folder.file()).closed().count == 1)
        #expect(try self.verify().isIntact)
    }
}
