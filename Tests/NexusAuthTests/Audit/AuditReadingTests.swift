import NexusCore
import Testing

@testable import NexusAuth

@Suite struct AuditReadingTests {
    let folder: TemporaryFolder
    let config: AuditConfig

    init() throws {
        self.folder = try TemporaryFolder()
        var config = AuditConfig(path: self.folder.file())
        config.rotationSize = 4096
        self.config = config
    }

    func write(_ sink: JSONLinesSink, _ numbers: ClosedRange<Int>) throws {
        var encoder = AuditEncoder(config: self.config)
        for number in numbers {
            var record = AuditRecord.sample(
                number, userID: "u\(number % 3)", tenant: number % 2 == 0 ? "acme" : "umbra", status: 200 + number % 4 * 100)
            record.time += Int64(number) * 1_000_000_000
            if number % 5 == 0 {
                record.route = nil
                record.decision = AuditDecision(.rejected, stage: "token")
            }
            try sink.write([encoder.entry(of: record)])
        }
    }

    func found(_ change: (inout AuditQuery) -> Void) throws -> [String] {
        var query = AuditQuery()
        change(&query)
        var found: [String] = []
        try AuditReader(path: self.folder.file()).search(query) { line in
            found.append(line.members["request_id"]?.stringValue ?? "")
            return true
        }
        return found
    }

    @Test func searchByEverything() throws {
        let sink = try JSONLinesSink(self.config, time: .manual(ManualTime()))
        try self.write(sink, 1...30)
        try sink.close()
        #expect(self.folder.names.count > 2)
        #expect(try self.found { _ in }.count == 30)
        #expect(try self.found { $0.userID = "u1" } == stride(from: 1, through: 30, by: 3).map { "req-\($0)" })
        #expect(try self.found { $0.tenant = "acme" }.count == 15)
        #expect(try self.found { $0.outcome = .rejected }.count == 6)
        #expect(try self.found { $0.route = "/articles/{id}" }.count == 24)
        #expect(try self.found { $0.status = 400...599 }.count == 15)
        #expect(try self.found { $0.requestID = "req-7" } == ["req-7"])
        #expect(try self.found { $0.method = "POST" } == [])
        let start = AuditRecord.sample().time
        #expect(
            try self.found { query in
                query.from = start + 10_000_000_000
                query.until = start + 13_000_000_000
            } == ["req-10", "req-11", "req-12"])
        #expect(
            try self.found { query in
                query.tenant = "acme"
                query.userID = "u0"
                query.outcome = .admitted
            } == ["req-6", "req-12", "req-18", "req-24"])
        #expect(try self.found { $0.includesOtherKinds = true }.count > 30)
        #expect(try AuditReader(path: self.folder.file()).last(3).map { $0.members["request_id"] } == ["req-28", "req-29", "req-30"])
        #expect(try AuditReader(path: self.folder.file()).last(12).count == 12)
        #expect(try AuditReader(path: self.folder.file()).last(0).isEmpty)
    }

    @Test func followAcrossRotation() throws {
        let sink = try JSONLinesSink(self.config, time: .manual(ManualTime()))
        try self.write(sink, 1...2)
        var follower = try AuditFollower(path: self.folder.file())
        #expect(try follower.poll().isEmpty)
        try self.write(sink, 3...4)
        #expect(try follower.poll().map { $0.members["request_id"] } == ["req-3", "req-4"])
        try self.write(sink, 5...40)
        #expect(try follower.poll().map { $0.members["request_id"]?.stringValue } == (5...40).map { "req-\($0)" })
        #expect(try follower.poll().isEmpty)
        try sink.close()
    }

    @Test func followAFileThatIsNotThereYetAndALineInTheMaking() throws {
        var follower = try AuditFollower(path: self.folder.file())
        #expect(try follower.poll().isEmpty)
        let line = Array(#"{"kind":"request","request_id":"a"}"#.utf8)
        TestFile.write(Array(line.prefix(10)), to: self.folder.file())
        #expect(try follower.poll().isEmpty)
        TestFile.write(line + [10], to: self.folder.file())
        #expect(try follower.poll().map { $0.members["request_id"] } == ["a"])
    }

    @Test func standardOutputBeginsAChainWithEveryProcess() throws {
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            var chain = AuditChain()
            var encoder = AuditEncoder(config: self.config)
            for number in 1...3 { chain.seal(encoder.entry(of: .sample(number)).json, into: &bytes) }
        }
        TestFile.write(bytes, to: self.folder.file("out"))
        let files = [self.folder.file("out")]
        #expect(try AuditVerifier().verify(files: files, isStream: true).isIntact)
        #expect(try !AuditVerifier().verify(files: files).isIntact)
    }
}
