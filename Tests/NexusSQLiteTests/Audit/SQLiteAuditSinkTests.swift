import GRDB
import NexusAuth
import NexusCore
import NexusSQLite
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite struct SQLiteAuditSinkTests {
    let folder: String
    let clock = ManualTime()

    init() throws {
        self.folder = try temporaryFolder()
    }

    var path: String { self.folder + "/audit.sqlite" }

    func config(_ change: (inout AuditConfig) -> Void = { _ in }) -> AuditConfig {
        var config = AuditConfig(backend: .database, path: self.path, durability: .durable)
        config.checkpointInterval = 10
        change(&config)
        return config
    }

    func record(_ number: Int) -> AuditRecord {
        var record = AuditRecord(
            time: self.clock.now.unixNanoseconds + Int64(number), requestID: "req-\(number)", method: .get, path: "/a",
            address: .unspecified, decision: AuditDecision(number % 2 == 0 ? .admitted : .rejected, stage: "token"))
        record.status = number % 2 == 0 ? 200 : 401
        record.identity = number % 2 == 0 ? Identity(userID: "u\(number % 4)") : nil
        record.query = "password=hunter2"
        return record
    }

    func entry(_ number: Int) -> AuditEntry {
        AuditEntry.numbered(number, at: self.clock.now.unixNanoseconds)
    }

    func write(_ numbers: ClosedRange<Int>, _ config: AuditConfig? = nil) async throws {
        let config = config ?? self.config()
        let trail = try AuditTrail(config: config, sink: try SQLiteAuditSink(config, time: .manual(self.clock)), time: .manual(self.clock))
        for number in numbers { #expect(trail.enqueue(self.record(number)).ticket != nil) }
        #expect(await trail.shutdown() == 0)
        #expect(trail.status.failures == 0, "\(trail.status.lastError ?? "")")
    }

    func clean() {
        for suffix in ["", "-wal", "-shm", "-lock"] { unlink(self.path + suffix) }
        rmdir(self.folder)
    }

    @Test(arguments: [AuditConfig.Durability.buffered, .durable])
    func theChainIsWholeAcrossRestarts(durability: AuditConfig.Durability) async throws {
        defer { self.clean() }
        try await self.write(1...25, self.config { $0.durability = durability })
        try await self.write(26...30, self.config { $0.durability = durability })
        var facts = stat()
        #expect(stat(self.path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        let result = try SQLiteAuditReader(path: self.path).verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 30)
        #expect(result.unsignedCheckpoints == 4)
    }

    @Test func searchUsesEveryFilter() async throws {
        defer { self.clean() }
        try await self.write(1...20)
        let reader = try SQLiteAuditReader(path: self.path)
        func found(_ change: (inout AuditQuery) -> Void) throws -> Int {
            var query = AuditQuery()
            change(&query)
            var count = 0
            try reader.search(query) { _, line in
                #expect(!line.text.contains("hunter2"))
                #expect(query.matches(line))
                count += 1
                return true
            }
            return count
        }
        let start = self.clock.now.unixNanoseconds
        #expect(try found { _ in } == 20)
        #expect(try found { $0.userID = "u2" } == 5)
        #expect(try found { $0.outcome = .rejected } == 10)
        #expect(try found { $0.status = 400...499 } == 10)
        #expect(try found { $0.requestID = "req-3" } == 1)
        #expect(try found { $0.method = "POST" } == 0)
        #expect(try found { $0.tenant = "acme" } == 0)
        #expect(try found { $0.route = "x" } == 0)
        #expect(
            try found { query in
                query.from = start + 5
                query.until = start + 8
            } == 3)
        #expect(try found { $0.includesOtherKinds = true } == 23)
    }

    @Test func everyChangedRowIsFound() async throws {
        defer { self.clean() }
        try await self.write(1...8)
        let queue = try DatabaseQueue(path: self.path)
        let count = try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit") ?? 0 }
        for row in 1..<count {
            let saved = try await queue.read {
                try String.fetchOne($0, sql: "SELECT line FROM audit WHERE seq = ?", arguments: [row]) ?? ""
            }
            try await queue.write {
                try $0.execute(sql: "UPDATE audit SET line = replace(line, 'kind', 'kimd') WHERE seq = ?", arguments: [row])
            }
            #expect(try !SQLiteAuditReader(path: self.path).verify().isIntact)
            try await queue.write { try $0.execute(sql: "UPDATE audit SET line = ? WHERE seq = ?", arguments: [saved, row]) }
            #expect(try SQLiteAuditReader(path: self.path).verify().isIntact)
        }
        try await queue.write { try $0.execute(sql: "DELETE FROM audit WHERE seq = 4") }
        #expect(try SQLiteAuditReader(path: self.path).verify().problems.map(\.kind) == [.removed])
        try queue.close()
    }

    @Test func retentionRemovesOldRowsAndSaysSo() async throws {
        defer { self.clean() }
        try await self.write(1...20)
        self.clock.advance(by: .seconds(3600))
        try await self.write(21...25, self.config { $0.retentionAge = .seconds(60) })
        let result = try SQLiteAuditReader(path: self.path).verify()
        #expect(result.isIntact, "\(result.problems)")
        #expect(result.requests == 5)
        #expect(result.firstSequence ?? 0 > 20)
    }

    @Test func whoReadsTheTableDoesNotHoldUpASync() throws {
        defer { self.clean() }
        let sink = try SQLiteAuditSink(self.config { $0.durability = .buffered }, time: .manual(self.clock))
        try sink.write([self.entry(1)])
        let pool = try DatabasePool(path: self.path)
        let snapshot = try pool.makeSnapshot()
        #expect(try snapshot.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit") } == 2)
        try sink.write([self.entry(2)])
        try sink.sync()
        try pool.close()
        try sink.close()
    }

    @Test func `retention that fails keeps no record from being written`() throws {
        defer { self.clean() }
        let sink = try SQLiteAuditSink(self.config { $0.retentionAge = .seconds(1) }, time: .manual(self.clock))
        try sink.write([self.entry(1)])
        let queue = try DatabaseQueue(path: self.path)
        try queue.write { try $0.execute(sql: "CREATE TRIGGER t BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'no'); END") }
        self.clock.advance(by: .seconds(61))
        try sink.write([self.entry(2)])
        #expect(sink.warning?.hasPrefix("rows that are too old cannot be removed") == true)
        try queue.write { try $0.execute(sql: "DROP TRIGGER t") }
        try sink.write([self.entry(3)])
        #expect(sink.warning != nil)
        self.clock.advance(by: .seconds(61))
        try sink.write([self.entry(4)])
        #expect(sink.warning == nil)
        #expect(try queue.read { try String.fetchAll($0, sql: "SELECT request_id FROM audit WHERE kind = 'request'") } == ["req-4"])
        try queue.close()
        try sink.close()
        #expect(try SQLiteAuditReader(path: self.path).verify().isIntact)
    }

    @Test func `retention removes a limited number of rows at once`() throws {
        defer { self.clean() }
        let config = self.config { config in
            config.retentionAge = .seconds(1)
            config.checkpointInterval = 1_000_000
        }
        let sink = try SQLiteAuditSink(config, time: .manual(self.clock))
        try sink.write((1...12_000).map(self.entry))
        self.clock.advance(by: .seconds(61))
        let queue = try DatabaseQueue(path: self.path)
        func count() throws -> Int { try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit") ?? 0 } }
        try sink.write([self.entry(12_001)])
        #expect(try count() == 12_001 + 1 - 10_000 + 1)
        try sink.write([self.entry(12_002)])
        #expect(try count() == 4)
        try queue.close()
        try sink.close()
        let result = try SQLiteAuditReader(path: self.path).verify()
        #expect(result.isIntact, "\(result.problems)")
    }

    @Test(arguments: ["user_id", "time", "status", "kind", "request_id", "tenant", "method", "route", "outcome"])
    func aColumnThatHidesARecordIsFound(column: String) async throws {
        defer { self.clean() }
        try await self.write(1...4)
        let queue = try DatabaseQueue(path: self.path)
        let value = ["time", "status"].contains(column) ? "7" : "'x'"
        try await queue.write { try $0.execute(sql: "UPDATE audit SET \(column) = \(value) WHERE seq = 3") }
        try queue.close()
        let problems = try SQLiteAuditReader(path: self.path).verify().problems
        #expect(problems.map(\.description) == ["\(self.path):3: changed: the column \(column) is not what the line says"])
    }

    @Test func aTableSomebodyMadeAnewTrapsNobody() async throws {
        defer { self.clean() }
        try await self.write(1...4)
        let queue = try DatabaseQueue(path: self.path)
        try await queue.write { database in
            try database.execute(sql: "CREATE TABLE other AS SELECT * FROM audit; DROP TABLE audit; ALTER TABLE other RENAME TO audit")
            try database.execute(sql: "UPDATE audit SET line = NULL, time = 'noon' WHERE seq = (SELECT max(seq) FROM audit)")
        }
        try queue.close()
        let reader = try SQLiteAuditReader(path: self.path)
        #expect(try reader.verify().problems.map(\.kind) == [.malformed])
        var query = AuditQuery()
        query.includesOtherKinds = true
        #expect(throws: StorageError.self) { try reader.search(query) { _, _ in true } }
        let sink = try SQLiteAuditSink(self.config(), time: .manual(self.clock))
        #expect(throws: AuditError.self) { try sink.write([self.entry(5)]) }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        defer { self.clean() }
        let file = fopen(self.path, "w")
        fputs("this is not a database, and it is long enough to be looked at by whoever opens it as one.", file)
        if let file { fclose(file) }
        #expect(throws: StorageError.self) { try SQLiteAuditSink(self.config()) }
    }
}
