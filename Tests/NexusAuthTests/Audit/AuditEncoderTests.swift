import NexusCore
import Testing

@testable import NexusAuth

@Suite struct AuditEncoderTests {
    func members(_ record: AuditRecord, _ config: AuditConfig = AuditConfig()) throws -> JSONObject {
        var encoder = AuditEncoder(config: config)
        let entry = encoder.entry(of: record)
        #expect(!entry.json.contains(UInt8(ascii: "\n")))
        return try JSONParser.parseObject(entry.json)
    }

    @Test func everyFieldHasItsMember() throws {
        var record = AuditRecord.sample(7, status: 403)
        record.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
        record.query = "page=2&token=abc"
        record.decision = AuditDecision(.rejected, stage: "requirement", rule: "delete:articles", reason: "permission missing")
        record.isOverride = true
        record.error = .forbidden
        record.errorText = "password=hunter2"
        record.shadow = [AuditDecision(.rejected, stage: "identity_limit", rule: "default")]
        record.requestBytes = 12
        record.responseBytes = 34
        let members = try self.members(record)
        let expected: JSONObject = [
            "schema": 1, "kind": "request", "time": "2023-11-14T22:13:20.123456789Z", "level": "warning", "method": "GET",
            "route": "/articles/{id}", "status": 403, "outcome": "rejected", "stage": "requirement", "rule": "delete:articles",
            "reason": "permission missing", "error": "forbidden", "override": true, "request_id": "req-7",
            "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736", "path": "/articles/7", "query": "page=2&token=[REDACTED]",
            "error_text": "password=[REDACTED]", "shadow": [["stage": "identity_limit", "rule": "default"]], "user_id": "u1",
            "issuer": "https://issuer.example", "roles": ["editor"],
            "tenant": "acme", "address": "192.0.2.7", "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
            "duration_ns": 1_234_567, "request_bytes": 12, "response_bytes": 34,
        ]
        #expect(members == expected)
    }

    @Test func aRecordThatWasNeverFilledInIsACancelledRequest() throws {
        let members = try self.members(AuditRecord(time: 0, requestID: "r", method: .get, path: "/", address: .unspecified))
        #expect(members["outcome"] == "cancelled")
        #expect(members["status"] == 0)
        #expect(members["route"] == .null)
        #expect(members["user_id"] == nil)
    }

    @Test(arguments: [(200, "info"), (404, "warning"), (503, "error")])
    func levels(status: Int, level: String) throws {
        let members = try self.members(.sample(status: status))
        #expect(members["level"]?.stringValue == level)
    }

    @Test func onlyAllowedHeadersAndNeverASecretOne() throws {
        var config = AuditConfig(redactHeaders: ["X-Device"])
        config.includeHeaders = ["accept", "Authorization", "x-device"]
        var record = AuditRecord.sample()
        record.capture = AuditCapture(headers: [
            .init(name: "Accept", value: "text/html"), .init(name: "authorization", value: "Bearer abcdefgh"),
            .init(name: "X-Device", value: "d1"),
            .init(name: "X-Other", value: "o"),
        ])
        let members = try self.members(record, config)
        #expect(members["headers"] == [["accept", "text/html"], ["authorization", "[REDACTED]"], ["x-device", "[REDACTED]"]])
    }

    func body(_ type: String, _ text: String, total: Int? = nil) throws -> JSONObject? {
        var config = AuditConfig(logRequestBody: true, maxBodyLogSize: 64)
        config.queueBytes = 1 << 20
        var record = AuditRecord.sample()
        let bytes = Array(text.utf8)
        record.capture = AuditCapture(requestBody: .init(mediaType: type, bytes: bytes, totalBytes: total ?? bytes.count))
        return try self.members(record, config)["request_body"]?.objectValue
    }

    @Test func bodiesByType() throws {
        #expect(try self.body("application/json; charset=utf-8", #"{"a":1,"token":"x"}"#)?["json"] == ["a": 1, "token": "[REDACTED]"])
        #expect(try self.body("application/merge-patch+json", "[1]")?["json"] == [1])
        #expect(try self.body("application/json", #"{"a":"#)?["omitted"] == "unparsable")
        #expect(try self.body("application/json", #"{"password":"x","password":"y"}"#)?["omitted"] == "unparsable")
        #expect(try self.body("application/json", "{}", total: 65)?["omitted"] == "too_large")
        #expect(try self.body("application/json", "{}", total: 3)?["omitted"] == "too_large")
        #expect(try self.body("application/x-www-form-urlencoded", "a=1&pass%77ord=x")?["form"] == "a=1&pass%77ord=[REDACTED]")
        #expect(try self.body("text/plain", "hello")?["omitted"] == "type")
        let part = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--"
        #expect(try self.body("multipart/form-data; boundary=b", part)?["parts"] == ["f"])
        #expect(try self.body("multipart/form-data; boundary=b", part)?["bytes"] == .integer(Int64(part.utf8.count)))
    }

    @Test func bodiesOnlyWhenAsked() throws {
        var record = AuditRecord.sample()
        let body = AuditCapture.Body(mediaType: "application/json", bytes: Array("{}".utf8), totalBytes: 2)
        record.capture = AuditCapture(requestBody: body, responseBody: body)
        #expect(try self.members(record)["request_body"] == nil)
        #expect(try self.members(record, AuditConfig(logResponseBody: true))["response_body"] != nil)
        #expect(try self.members(record, AuditConfig(logResponseBody: true))["request_body"] == nil)
    }

    @Test func rememberedTextsAreRedactedLikeTheFirst() throws {
        var encoder = AuditEncoder(config: AuditConfig())
        var record = AuditRecord.sample()
        record.userAgent = "agent password=hunter2"
        record.path = "/reset/word"
        record.route = "/reset/{token}"
        let first = encoder.entry(of: record).json
        #expect(encoder.entry(of: record).json == first)
        #expect(!String(decoding: first, as: UTF8.self).contains("hunter2"))
        #expect(try JSONParser.parseObject(first)["path"] == "/reset/[REDACTED]")
        // The same path under another template, and the same text under another limit, are other texts.
        record.route = "/reset/{name}"
        record.decision = AuditDecision(.admitted, stage: "handler", rule: String(repeating: "long ", count: 70))
        record.decision.reason = record.decision.rule
        let second = try JSONParser.parseObject(encoder.entry(of: record).json)
        #expect(second["path"] == "/reset/word")
        #expect(second["reason"] == .string(String(repeating: "long ", count: 70)))
        #expect(second["rule"] != second["reason"])
    }

    @Test func textsThatLookAlikeAreOtherTexts() throws {
        var encoder = AuditEncoder(config: AuditConfig())
        var record = AuditRecord.sample()
        for (path, agent) in [("/articles/\u{212A}1", "y TO\u{212A}EN=hunter2abc"), ("/articles/K1", "y TOKEN=hunter2abc")] {
            record.path = path
            record.userAgent = agent
            let line = try JSONParser.parseObject(encoder.entry(of: record).json)
            #expect(line["path"]?.stringValue.map { Array($0.utf8) } == Array(path.utf8))
            record.userAgent = nil
            if !agent.contains("\u{212A}") { #expect(line["user_agent"] == "y TOKEN=[REDACTED]") }
        }
    }

    /// Whatever a remembered decision depends on, one encoder writes of each record what a new one writes.
    @Test func rememberedDecisionsAreToldApart() {
        var encoder = AuditEncoder(config: AuditConfig())
        var records = [AuditRecord.sample()]
        func add(_ change: (inout AuditRecord) -> Void) {
            var record = records[0]
            change(&record)
            records.append(record)
        }
        add { $0.method = .head }
        add { $0.method = HTTPMethod(rawValue: "password=hunter2") }
        add { $0.route = nil }
        add { $0.route = "/articles/{ID}" }
        for status in [0, 201, 404, 500] { add { $0.status = status } }
        add { $0.isOverride = true }
        for error in [ErrorCode.forbidden, .notFound] { add { $0.error = error } }
        add { $0.decision.outcome = .failed }
        add { $0.decision.stage = "client" }
        for text in ["", "K", "\u{212A}", "TO\u{212A}EN=hunter2abc", "TOKEN=hunter2abc", String(repeating: "long ", count: 300)] {
            add { $0.decision.rule = text }
            add { $0.decision.reason = text }
        }
        for record in records + records.reversed() + records {
            var fresh = AuditEncoder(config: AuditConfig())
            #expect(encoder.entry(of: record).json == fresh.entry(of: record).json)
        }
    }

    @Test func longTextsOfADecisionAreNotKept() {
        var memo = DecisionMemo()
        var record = AuditRecord.sample()
        memo.remember([1], for: record)
        #expect(memo.members(for: record) == [1])
        let long = String(repeating: "x", count: DecisionMemo.longestMembers)
        for change in [
            { $0.method = HTTPMethod(rawValue: long) }, { $0.decision.reason = long }, { $0.decision.rule = long },
        ] as [(inout AuditRecord) -> Void] {
            record = AuditRecord.sample()
            change(&record)
            memo.remember([2], for: record)
            #expect(memo.members(for: record) == nil)
        }
    }

    @Test func manyDecisionsTakeNoMoreRoomThanTheMemoHas() throws {
        var encoder = AuditEncoder(config: AuditConfig())
        for number in 0..<2_000 {
            var record = AuditRecord.sample(number)
            record.decision.rule = "rule \(number)"
            #expect(try JSONParser.parseObject(encoder.entry(of: record).json)["rule"] == .string("rule \(number)"))
        }
    }

    /// Lines of one second share their beginning.
    @Test func timesInAnyOrder() throws {
        var encoder = AuditEncoder(config: AuditConfig())
        for time in [0, 1, 999_999_999, 1_000_000_000, -1, -1_000_000_000, 1, .max, .min, 1_700_000_000_000_000_001] as [Int64] {
            var record = AuditRecord.sample()
            record.time = time
            #expect(try JSONParser.parseObject(encoder.entry(of: record).json)["time"] == .string(RFC3339.string(time)))
        }
    }

    @Test func manyTextsTakeNoMoreRoomThanTheMemoHas() throws {
        var encoder = AuditEncoder(config: AuditConfig())
        for number in 0..<2_000 {
            var record = AuditRecord.sample(number)
            record.userAgent = "agent/\(number)"
            #expect(try JSONParser.parseObject(encoder.entry(of: record).json)["user_agent"] == .string("agent/\(number)"))
        }
    }

    @Test func noFieldCanForgeALine() throws {
        let attack = "x\n{\"schema\":1,\"kind\":\"request\"}\r\u{2028}\u{0}\u{1B}[2K\",\"seq\":1,\"prev\":\""
        var record = AuditRecord.sample()
        record.requestID = attack
        record.path = attack
        record.query = attack
        record.userAgent = attack
        record.errorText = attack
        record.identity = Identity(userID: attack, issuer: attack, roles: [attack])
        record.decision = AuditDecision(.rejected, stage: "token", rule: attack, reason: attack)
        var encoder = AuditEncoder(config: AuditConfig())
        let json = encoder.entry(of: record).json
        #expect(!json.contains { $0 < 0x20 || $0 == 0x7F })
        #expect(!String(decoding: json, as: UTF8.self).contains("\u{2028}"))
        #expect(try JSONParser.parseObject(json)["status"] == 200)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000000000Z"), (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"), (4_107_542_399_999_999_999, "2100-02-28T23:59:59.999999999Z"),
        (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
    ])
    func timeStamps(nanoseconds: Int64, text: String) {
        #expect(RFC3339.string(nanoseconds) == text)
        if nanoseconds > Int64.min, nanoseconds < Int64.max { #expect(RFC3339.parse(text) == nanoseconds) }
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-11-23T25:00:00Z", "2026-11-23T00:00:00", "9999-01-01", "2026-11-23T00:00:00.Z", "2026-11-23x",
    ])
    func timesThatAreNone(text: String) {
        #expect(RFC3339.parse(text) == nil)
    }
}

extension AuditEncoder {
    /// The line of a record that nobody keeps.
    mutating func entry(of record: AuditRecord) -> AuditEntry {
        var record = record
        return self.entry(of: &record)
    }
}
