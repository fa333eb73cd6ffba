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

    /// Three lines, of which the second is none.
    func writeAFileWithAnUnreadableLine() {
        let lines = [
            #"{"kind":"request","request_id":"a"}"#, #"{"kind":"request","request_id":"b","#, #"{"kind":"request","request_id":"c"}"#,
        ]
        TestFile.write(Array(lines.joined(separator: "\n").utf8) + [10], to: self.folder.file())
    }

    @Test func `a line that cannot be read is reported`() throws {
        var follower = try AuditFollower(path: self.folder.file())
        self.writeAFileWithAnUnreadableLine()
        let reader = AuditReader(path: self.folder.file())
        var problems: [String] = []
        func report(_ problem: AuditProblem) { problems.append("\(problem.kind.rawValue) \(problem.line)") }
        var found = 0
        try reader.search(AuditQuery(), reporting: report) { _ in
            found += 1
            return true
        }
        #expect(problems == ["malformed 2"])
        #expect(try reader.last(5, reporting: report).count == 2)
        #expect(try follower.poll(reporting: report).count == 2)
        #expect(found == 2)
        #expect(problems == ["malformed 2", "malformed 2", "malformed 0"])
    }

    @Test func `a line is bounded by its bytes alone`() {
        let many = "[" + String(repeating: "1,", count: 150_000) + "1]"
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        for value in [#"{"a":1,"a":2}"#, many, deep] {
            #expect(AuditLine(Array(#"{"kind":"request","body":\#(value)}"#.utf8))?.kind == .request)
        }
    }

    @Test func `a body with names that look alike hides no record`() throws {
        var config = self.config
        config.logRequestBody = true
        var record = AuditRecord.sample(7)
        let body = Array(#"{"a\u202e":1,"a\u202a":2}"#.utf8)
        record.capture = AuditCapture(requestBody: .init(mediaType: "application/json", bytes: body, totalBytes: body.count))
        var encoder = AuditEncoder(config: config)
        let sink = try JSONLinesSink(config, time: .manual(ManualTime()))
        let entry = encoder.entry(of: record)
        #expect(throws: Never.self) { try JSONParser.parseObject(entry.json) }
        try sink.write([entry])
        try sink.close()
        #expect(try self.found { $0.requestID = "req-7" } == ["req-7"])
    }

    @Test func `a search beside a writer that rotates misses nothing in between`() throws {
        let sink = try JSONLinesSink(self.config, time: .manual(ManualTime()))
        try self.write(sink, 1...30)
        var found: [String?] = []
        try AuditReader(path: self.folder.file()).search(AuditQuery()) { line in
            found.append(line.members["request_id"]?.stringValue)
            if found.count == 1 { try self.write(sink, 31...60) }
            return true
        }
        try sink.close()
        #expect(found.count >= 30)
        #expect(found == (1...found.count).map { "req-\($0)" })
    }

    @Test func `files that are closed while a trail is read come before the last one`() throws {
        let sink = try JSONLinesSink(self.config, time: .manual(ManualTime()))
        try self.write(sink, 1...10)
        var files = TrailFiles(SegmentFiles(path: self.folder.file()))
        var next = 11
        var sequences: [UInt64] = []
        while let reader = try files.next() {
            while let line = try reader.next() { sequences.append(try #require(ChainLink(line.bytes[...])).sequence) }
            // Two rotations between any two files.
            if next < 60 { try self.write(sink, next...(next + 15)) }
            next += 16
        }
        try sink.close()
        #expect(sequences == (1...UInt64(sequences.count)).map { $0 })
        #expect(sequences.count > 60)
    }

    @Test func `a line in the making is a notice while it is written and torn when nobody writes`() throws {
        let sink = try JSONLinesSink(self.config, time: .manual(ManualTime()))
        try self.write(sink, 1...2)
        TestFile.write(TestFile.read(self.folder.file()) + Array(#"{"schema":1,"ki"#.utf8), to: self.folder.file())
        let live = try AuditVerifier().verify(path: self.folder.file())
        #expect(live.isIntact, "\(live.problems)")
        #expect(live.notices.map(\.kind) == [.torn])
        try? sink.close()
        let lines = TestFile.lines(self.folder.file())
        TestFile.write(lines[..<3].flatMap { $0 + [10] } + [UInt8(ascii: "{")], to: self.folder.file())
        let left = try AuditVerifier().verify(path: self.folder.file())
        #expect(left.problems.map(\.kind) == [.torn])
        #expect(left.notices.isEmpty)
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
