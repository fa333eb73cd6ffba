import GRDB
import NexusAuth
import NexusCore
import Synchronization
import Testing

@testable import NexusSQLite

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What others do to the table and its files while it is written.
@Suite struct SQLiteAuditDisturbanceTests {
    let folder: String
    let clock = ManualTime()
    let key = Secret.value(String(repeating: "k", count: 40))

    init() throws {
        self.folder = try temporaryFolder()
    }

    var path: String { self.folder + "/audit.sqlite" }

    func clean() {
        for name in ["audit.sqlite", "moved", "link", "copy"] {
            for suffix in ["", "-wal", "-shm", "-lock"] { unlink(self.folder + "/" + name + suffix) }
        }
        rmdir(self.folder)
    }

    func sink(
        path: String? = nil,
        calls: FileCalls = .system,
        _ change: (inout AuditConfig) -> Void = { _ in }
    ) throws -> SQLiteAuditSink {
        var config = AuditConfig(backend: .database, path: path ?? self.path)
        config.signingKey = self.key
        change(&config)
        return try SQLiteAuditSink(config, time: .manual(self.clock), calls: calls)
    }

    func entries(_ numbers: ClosedRange<Int>) -> [AuditEntry] {
        numbers.map { AuditEntry.numbered($0, at: self.clock.now.unixNanoseconds) }
    }

    func verify(_ path: String? = nil) throws -> AuditVerification {
        let publicKey = try CheckpointSigner(secret: self.key).publicKey
        return try SQLiteAuditReader(path: path ?? self.path).verify(AuditVerifier(publicKey: publicKey))
    }

    func reasons(_ path: String? = nil) throws -> [String] {
        var query = AuditQuery()
        query.includesOtherKinds = true
        var reasons: [String] = []
        try SQLiteAuditReader(path: path ?? self.path).search(query) { _, line in
            if line.kind == .segment { reasons.append(line.members["reason"]?.stringValue ?? "") }
            return true
        }
        return reasons
    }

    func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: self.path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func `rows that are deleted while the table is written are missed`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...9))
        try self.change("DELETE FROM audit WHERE seq > 5")
        try sink.write(self.entries(10...12))
        try sink.close()
        #expect(try self.verify().problems.map(\.kind) == [.removed])
        #expect(try self.reasons() == ["first", "truncated"])
    }

    @Test func `rows that somebody adds while the table is written are not signed`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        let queue = try DatabaseQueue(path: self.path)
        try queue.write { database in
            let line = try String.fetchOne(database, sql: "SELECT line FROM audit ORDER BY seq DESC LIMIT 1") ?? ""
            let link = try #require(ChainLink(Array(line.utf8)[...]))
            var chain = AuditChain(sequence: link.sequence, hash: link.hash)
            var forged: [UInt8] = []
            let entry = try #require(self.entries(99...99).first)
            chain.seal(entry.json, into: &forged)
            try database.execute(
                sql: "INSERT INTO audit (seq, kind, time, request_id, line) VALUES (?, 'request', ?, 'req-99', ?)",
                arguments: [Int64(chain.sequence), entry.time, String(decoding: forged.dropLast(), as: UTF8.self)])
        }
        try queue.close()
        try sink.write(self.entries(4...6))
        try sink.close()
        #expect(try self.verify().problems.map(\.kind) == [.forged, .damaged])
    }

    @Test func `a table that is emptied while nobody writes is not intact`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        try sink.close()
        try self.change("DELETE FROM audit")
        #expect(try self.verify().problems.map(\.kind) == [.removed, .signature])
    }

    @Test func `a trail is signed from its first row on`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect((result.lines, result.signedCheckpoints) == (2, 1))
        try sink.close()
    }

    @Test func `what retention removes is signed at once`() throws {
        defer { self.clean() }
        let sink = try self.sink { $0.retentionAge = .seconds(1) }
        try sink.write(self.entries(1...3))
        self.clock.advance(by: .seconds(61))
        try sink.write(self.entries(4...4))
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.firstSequence ?? 0 > 1)
        try sink.close()
    }

    @Test(arguments: [AuditConfig.Durability.buffered, .durable])
    func `a file that is moved is noticed`(durability: AuditConfig.Durability) throws {
        defer { self.clean() }
        let moved = self.folder + "/moved"
        let sink = try self.sink { $0.durability = durability }
        try sink.write(self.entries(1...3))
        #expect(rename(self.path, moved) == 0)
        try sink.write(self.entries(4...5))
        try sink.sync()
        try sink.close()
        let result = try self.verify()
        #expect(result.requests == 2)
        #expect(result.problems.map(\.kind) == [.removed])
        #expect(try self.reasons() == ["moved"])
        let before = try self.verify(moved)
        #expect(before.isIntact, "\(before.problems)")
        #expect(before.requests == 3)
    }

    @Test func `a file that is deleted is noticed by a sync`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        for suffix in ["", "-wal", "-shm"] { unlink(self.path + suffix) }
        try sink.sync()
        try sink.write(self.entries(4...5))
        try sink.close()
        #expect(try self.reasons() == ["moved"])
        #expect(try self.verify().problems.map(\.kind) == [.removed])
    }

    @Test func `a folder that is gone is not made again`() throws {
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        self.clean()
        #expect(throws: AuditError.self) { try sink.sync() }
        #expect(throws: AuditError.self) { try sink.write(self.entries(4...5)) }
        #expect(FileFacts(path: self.folder) == nil)
    }

    @Test func `a second process is refused`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        let error = #expect(throws: AuditError.self) { try self.sink() }
        #expect(error?.code == .inUse)
        try sink.close()
        try self.sink().close()
    }

    @Test func `a link that leads to another's table is never written, however often it is tried`() throws {
        defer { self.clean() }
        let (link, other) = (self.folder + "/link", self.folder + "/moved")
        #expect(symlink(self.path, link) == 0)
        let sink = try self.sink(path: link)
        try sink.write(self.entries(1...3))
        let owner = try self.sink(path: other)
        try owner.write(self.entries(10...11))
        unlink(link)
        #expect(symlink(other, link) == 0)
        for _ in 0..<3 { #expect(throws: AuditError.self) { try sink.write(self.entries(4...5)) } }
        try owner.write(self.entries(12...13))
        try owner.close()
        let result = try self.verify(other)
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 4)
        #expect(try self.reasons(other) == ["first"])
        try sink.write(self.entries(4...5))
        try sink.close()
        #expect(try self.reasons(other) == ["first", "moved"])
    }

    @Test func `a lock that somebody removed is taken again`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        unlink(self.path + "-lock")
        try sink.write(self.entries(4...5))
        let error = #expect(throws: AuditError.self) { try self.sink() }
        #expect(error?.code == .inUse)
        unlink(self.path + "-lock")
        let second = try self.sink()
        #expect(throws: AuditError.self) { try sink.write(self.entries(6...7)) }
        try second.close()
        try sink.write(self.entries(6...7))
        try sink.close()
        #expect(try self.verify().requests == 7)
    }

    @Test func `after a failed sync the log is written out and the range is uncertain`() throws {
        defer { self.clean() }
        let fails = Mutex(false)
        let syncs = Mutex(0)
        var calls = FileCalls.system
        calls.sync = { _ throws(AuditError) in
            syncs.withLock { $0 += 1 }
            if fails.withLock({ $0 }) { throw AuditError(.system, "injected") }
        }
        let sink = try self.sink(calls: calls)
        try sink.write(self.entries(1...3))
        try sink.sync()
        try sink.write(self.entries(4...6))
        fails.withLock { $0 = true }
        #expect(throws: AuditError.self) { try sink.sync() }
        // The log is not synced again, but written out.
        try sink.sync()
        #expect(syncs.withLock { $0 } == 2)
        fails.withLock { $0 = false }
        try sink.write(self.entries(7...7))
        try sink.close()
        let result = try self.verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.uncertain == [6...8])
        #expect(try self.reasons() == ["first", "sync_failed"])
    }

    @Test func `the log of a linked file is synced`() throws {
        defer { self.clean() }
        let link = self.folder + "/link"
        let target = self.path
        try self.sink().close()
        #expect(symlink(target, link) == 0)
        let syncs = Mutex(0)
        var calls = FileCalls.system
        calls.sync = { _ throws(AuditError) in syncs.withLock { $0 += 1 } }
        let sink = try self.sink(path: link, calls: calls)
        try sink.write(self.entries(1...3))
        try sink.sync()
        #expect(syncs.withLock { $0 } == 1)
        try sink.close()
    }

    @Test func `without its log the file itself is written`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        unlink(self.path + "-wal")
        try sink.sync()
        let copy = self.folder + "/copy"
        let (from, to) = (fopen(self.path, "rb"), fopen(copy, "wb"))
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        if let from, let to {
            let count = fread(&buffer, 1, buffer.count, from)
            fwrite(buffer, 1, count, to)
            fclose(from)
            fclose(to)
        }
        let queue = try DatabaseQueue(path: copy)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit WHERE kind = 'request'") } == 3)
        try queue.close()
        try sink.close()
    }

    @Test func `a search that pauses does not hold the log`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...2_500))
        let queue = try DatabaseQueue(path: self.path)
        var found: [Int64] = []
        try SQLiteAuditReader(path: self.path).search(AuditQuery()) { number, _ in
            found.append(number)
            if found.count % 1_000 == 1 {
                // It is busy where somebody reads.
                try sink.write(self.entries(1...1))
                #expect(throws: Never.self) { try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
            }
            return true
        }
        #expect(found.count >= 2_500)
        #expect(found == found.sorted())
        #expect(Set(found).count == found.count)
        try queue.close()
        try sink.close()
    }

    @Test func `a row that cannot be read is reported`() throws {
        defer { self.clean() }
        let sink = try self.sink()
        try sink.write(self.entries(1...3))
        try sink.close()
        try self.change("UPDATE audit SET line = '{' || substr(line, 1) WHERE request_id = 'req-2'")
        let reader = try SQLiteAuditReader(path: self.path)
        var problems: [Int] = []
        var found = 0
        try reader.search(AuditQuery(), reporting: { problems.append($0.line) }) { _, _ in
            found += 1
            return true
        }
        #expect(try reader.last(3, reporting: { problems.append($0.line) }).count == 2)
        #expect(found == 2)
        #expect(problems == [4, 4])
        #expect(try !self.verify().isIntact)
    }
}
