import NexusCore
import Testing

@testable import NexusAuth

/// Secrets planted in every place, in every encoding, and searched for in every byte written.
@Suite struct AuditCanaryTests {
    /// Shapes that are known as secrets wherever they stand.
    static let shaped = [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1gFWFOEjXk", "sk_live_C4n4ryC4n4ryC4n4ry",
        "AKIAC4NARYC4NARY1234", "c0ffee00c0ffee11c0ffee22c0ffee33c0ffee44", "5105105105105100", "Q2FuYXJ5IHNlY3JldCB2YWx1ZSAxMjM0NTY3ODk=",
    ]
    /// Passwords of people, known as secrets by their name alone.
    static let plain = ["canary horse", "cänary-päss", "c/a+n=a&r%y"]

    static func percent(_ text: String) -> String {
        text.utf8.map { byte in "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }.joined()
    }

    static func base64(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let url = Base64URL.encode(bytes)
        let standard = String(url.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        return standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    }

    static func escaped(_ text: String) -> String {
        text.utf16.map { unit in
            let hex = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }.joined()
    }

    static func hex(_ text: String) -> String { text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    static func form(_ text: String) -> String { self.percent(text) }

    /// Every form in which a canary could be found again.
    static func forms(_ canary: String) -> [String] {
        [
            canary, self.percent(canary), self.percent(canary).lowercased(), self.base64(canary), Base64URL.encode(Array(canary.utf8)),
            self.escaped(canary), self.hex(canary), String(canary.map { $0 == " " ? "+" : $0 }), canary.uppercased(), canary.lowercased(),
        ]
    }

    static func shapedRecord(_ canary: String) -> AuditRecord {
        var record = AuditRecord.sample()
        record.path = "/verify/\(canary)/\(self.percent(canary))/x"
        record.query =
            "a=\(canary)&b=\(self.percent(canary))&\(canary)&c=x\(self.percent(" " + canary))&d=\(self.percent(self.percent(canary)))"
        record.userAgent = "agent/1.0 \(canary)"
        record.errorText = "cannot use \(canary): denied (\(self.base64(canary)))"
        record.decision = AuditDecision(.rejected, stage: "token", rule: canary, reason: "not good: \(canary)")
        record.shadow = [AuditDecision(.rejected, stage: "token", rule: canary, reason: canary)]
        record.method = HTTPMethod(rawValue: canary)
        record.identity = Identity(userID: "u1", issuer: "https://user:\(canary)@issuer.example", roles: [canary])
        let json = """
            {"a":"\(canary)","b":["\(canary)",{"c":"\(self.escaped(canary))"}],"\(canary)":1,"t":"see \(canary), please",
            "n":"{\\"deep\\":\\"\(canary)\\"}"}
            """
        let body = AuditCapture.Body(mediaType: "application/json", bytes: Array(json.utf8), totalBytes: json.utf8.count)
        let form = "x=\(self.percent(canary))&\(self.percent(canary))=y&z=\(canary)"
        let answer = AuditCapture.Body(mediaType: "application/x-www-form-urlencoded", bytes: Array(form.utf8), totalBytes: form.utf8.count)
        record.capture = AuditCapture(
            headers: [
                .init(name: "Accept", value: canary), .init(name: "Referer", value: "https://x.example/?q=\(canary)"),
                .init(name: "Cookie", value: "s=\(canary)"),
            ],
            requestBody: body, responseBody: answer)
        return record
    }

    static func namedRecord(_ canary: String) -> AuditRecord {
        var record = AuditRecord.sample()
        record.route = "/reset/{reset_token}"
        record.path = "/reset/\(self.percent(canary))"
        record.query = "password=\(self.percent(canary))&api%5Fkey=\(self.percent(canary))&Access-Token=\(self.base64(canary))"
        record.errorText = "login failed: password=\"\(canary)\" and {\"client_secret\":\"\(canary)\"}"
        let json =
            #"{"user":{"new_password":"\#(canary)","deep":[{"ApiKey":["\#(self.escaped(canary))"]}]},"pass\u0077ord":{"v":"\#(canary)"}}"#
        let body = AuditCapture.Body(mediaType: "application/json", bytes: Array(json.utf8), totalBytes: json.utf8.count)
        let form = "password=\(self.percent(canary))&p%61ssword=\(self.percent(canary))"
        let answer = AuditCapture.Body(mediaType: "application/x-www-form-urlencoded", bytes: Array(form.utf8), totalBytes: form.utf8.count)
        record.capture = AuditCapture(
            headers: [.init(name: "Authorization", value: "Basic \(self.base64(canary))"), .init(name: "X-Api-Key", value: canary)],
            requestBody: body, responseBody: answer)
        return record
    }

    static func hiddenRecord(_ canary: String) -> AuditRecord {
        var record = AuditRecord.sample()
        let multipart = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(canary)\"\r\n\r\n\(canary)\r\n--b--\r\n"
        let cut = #"{"password":"\#(canary)"#
        record.capture = AuditCapture(
            requestBody: .init(
                mediaType: "multipart/form-data; boundary=\(canary)", bytes: Array(multipart.utf8), totalBytes: multipart.utf8.count),
            responseBody: .init(mediaType: "application/json", bytes: Array(cut.utf8), totalBytes: cut.utf8.count))
        return record
    }

    @Test func noCanaryIsInAnyByteWritten() async throws {
        let folder = try TemporaryFolder()
        var config = AuditConfig(path: folder.file(), logRequestBody: true, logResponseBody: true)
        config.includeHeaders = ["Accept", "Referer", "Cookie", "Authorization", "X-Api-Key"]
        config.signingKey = .value(Self.plain[0] + String(repeating: "k", count: 32))
        let trail = try AuditTrail(config: config, sink: try JSONLinesSink(config, time: .system))
        for canary in Self.shaped { #expect(trail.enqueue(Self.shapedRecord(canary)).ticket != nil) }
        for canary in Self.plain { #expect(trail.enqueue(Self.namedRecord(canary)).ticket != nil) }
        for canary in Self.shaped + Self.plain { #expect(trail.enqueue(Self.hiddenRecord(canary)).ticket != nil) }
        await trail.shutdown()
        let everything = String(decoding: folder.everything(), as: UTF8.self)
        #expect(everything.utf8.split(separator: 10).count >= 20)
        for canary in Self.shaped + Self.plain {
            for form in Self.forms(canary) {
                let place = everything.firstRange(of: form).map { everything[..<$0.lowerBound].suffix(60) }
                #expect(place == nil, "\(form) is in the file after \(place ?? "")")
            }
        }
        #expect(everything.contains(Redactor.replacement))
    }

    @Test func theCanariesAreWhereTheyWerePlanted() {
        let body = Self.shapedRecord(Self.shaped[0]).capture?.requestBody?.bytes ?? []
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains(Self.shaped[0]))
        #expect(text.contains(Self.escaped(Self.shaped[0])))
    }
}
