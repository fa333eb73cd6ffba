import NexusAuth
import NexusCore
import Testing

@Suite struct RedactorTests {
    let redactor = Redactor(fields: ["favourite_colour"], headers: ["X-Internal"])

    @Test(arguments: [
        "password", "PASSWORD", "new_password", "passwordConfirmation", "api_key", "apiKey", "API-KEY", "x.api.key", "accessToken2",
        "user_pin",
        "cvv", "FavouriteColour", "client_secret", "SSN", "userSSN", "refresh-token", "pass\u{200B}word",
    ])
    func namesAreBlindToCaseAndSeparators(name: String) {
        #expect(self.redactor.isSensitive(name))
    }

    @Test(arguments: ["shipping", "title", "compass_heading", "opinion", "author", "id", "", "---", "laptop", "monkey"])
    func ordinaryNamesStay(name: String) {
        #expect(!self.redactor.isSensitive(name))
    }

    @Test(arguments: [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "eyJhbGciOiJub25lIn0.e30.", "4f3c2b1a09887766554433221100ffee4f3c2b1a09887766554433221100ffee", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004", "378282246310005", "VGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz", "Zm9vOmJhcjEyMzQ1Njc4OTA=",
        "-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQ",
    ])
    func secretsAreFoundWhereverTheyStand(secret: String) {
        for text in [secret, "before \(secret) after", "x=\(secret)", "(\(secret))", "value:'\(secret)'"] {
            let redacted = self.redactor.text(text)
            #expect(!redacted.contains(secret), "\(text) became \(redacted)")
            #expect(redacted.contains(Redactor.replacement))
        }
    }

    @Test(arguments: [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A.230803.041) AppleWebKit/537.36 Chrome/120.0.6099.144 Mobile Safari/537.36",
        "/api/v1/Users/42/Orders/7", "a-very-long-article-title-in-lower-case-from-2024", "550e8400-e29b-41d4-a716-446655440000",
        "507f1f77bcf86cd799439011", "2026-11-23T16:11:23.123456789Z", "the quick brown fox", "articles.read", "1700000000123456789",
        "com.example.application.ServiceConfigurationManager", "https://api.example.com/articles?page=2", "a basic plan",
        "user@example.com",
    ])
    func ordinaryTextsStay(text: String) {
        #expect(self.redactor.text(text) == text)
    }

    @Test(arguments: [
        ("password=hunter2", "hunter2"), ("password: hunter2, retrying", "hunter2"), (#"{"password":"hunter2"}"#, "hunter2"),
        (#"{\"password\":\"hunter2\"}"#, "hunter2"), ("Authorization: Basic dTpw", "dTpw"), ("Bearer abcdef", "abcdef"),
        ("cannot reach redis://app:hunter2@cache:6379/0", "hunter2"), ("api_key = 'hunter2 x'", "hunter2"), ("secret=>hunter2", "hunter2"),
        (#"{"password":"o'brien99"}"#, "brien99"), (#"{"password":"a\"hunter2"}"#, "hunter2"),
        (#"{\"password\":\"a\\\"hunter2\"}"#, "hunter2"), ("password='o''hunter2'", "hunter2"), (#"password="a hunter2"#, "hunter2"),
        (#"password=""hunter2"""#, "hunter2"), ("password:\thunter2", "hunter2"), ("password\t=\r\n\thunter2", "hunter2"),
        ("Authorization:\tBasic\tdTpw", "dTpw"), ("sent Basic dTpw again", "dTpw"),
    ])
    func pairsInFreeText(text: String, secret: String) {
        #expect(!self.redactor.text(text).contains(secret), "\(self.redactor.text(text))")
    }

    @Test(arguments: [
        (#"{"password":"o'brien99","user":"bob"}"#, #"{"password":"[REDACTED]","user":"bob"}"#),
        (#"{\"password\":\"a\\\"b\",\"user\":\"bob\"}"#, #"{\"password\":\"[REDACTED]\",\"user\":\"bob\"}"#),
        (#"{"password":"","user":"bob"}"#, #"{"password":"","user":"bob"}"#), (#"{"password":"c:\\"}"#, #"{"password":"[REDACTED]"}"#),
    ])
    func `what stands behind a quoted secret stays`(text: String, expected: String) {
        #expect(self.redactor.text(text) == expected)
    }

    @Test func `names that redaction makes alike stay apart`() throws {
        let body = Array(#"{"a\u202e":1,"a\u202a":2,"a\u2066":3,"a\ufffd (2)":4,"4111111111111111":5,"5105105105105100":6}"#.utf8)
        let names = self.redactor.json(try JSONParser.parse(body)).objectValue?.members.map(\.name)
        #expect(names == ["a\u{FFFD}", "a\u{FFFD} (2)", "a\u{FFFD} (3)", "a\u{FFFD} (2) (2)", "[REDACTED]", "[REDACTED] (2)"])
    }

    @Test func jsonAllTheWayDown() throws {
        let value = try JSONParser.parse(
            Array(
                #"{"user":{"Pass\u0077ord":"a","list":[{"apiKey":["b","c"]},{"title":"ok"}]},"card":4111111111111111,"token":null,"nested":"{\"secret\":\"d\"}"}"#
                    .utf8))
        let redacted = self.redactor.json(value)
        #expect(redacted.objectValue?["user"]?.objectValue?["Password"] == "[REDACTED]")
        #expect(redacted.objectValue?["user"]?.objectValue?["list"] == [["apiKey": "[REDACTED]"], ["title": "ok"]])
        #expect(redacted.objectValue?["card"] == "[REDACTED]")
        #expect(redacted.objectValue?["token"] == .null)
        #expect(redacted.objectValue?["nested"]?.stringValue?.contains("\"d\"") == false)
    }

    @Test(arguments: [
        ("page=2&token=abc&q=swift", "page=2&token=[REDACTED]&q=swift"), ("to%6Ben=abc", "to%6Ben=[REDACTED]"),
        ("to%256Ben=abc", "to%256Ben=[REDACTED]"), ("code=xyz&state=1", "code=[REDACTED]&state=1"),
        ("a=1;password=x", "a=1&password=[REDACTED]"),
        ("token=", "token="), ("tag=a&tag=b", "tag=a&tag=b"), ("t=eyJhbGciOiJIUzI1NiJ9%2EeyJzdWIiOiJ1MSJ9%2Eabc", "t=[REDACTED]"), ("", ""),
        ("card=4111%201111%201111%201111", "card=[REDACTED]"), ("n=4111+1111+1111+1111", "n=[REDACTED]"),
        ("h=Basic+dTpw", "h=[REDACTED]"), ("h=Basic%20dTpw", "h=[REDACTED]"), ("plan=a+basic+plan", "plan=a+basic+plan"),
        ("password=abc;hunter2", "password=[REDACTED]"), ("a=1;password=abc;hunter2&b=2;c", "a=1&password=[REDACTED]&b=2&c"),
        ("password=;hunter2", "password=[REDACTED]"),
    ])
    func parameters(query: String, expected: String) {
        #expect(self.redactor.parameters(query) == expected)
    }

    @Test func pathsLoseSecretParametersAndSecretLookingSegments() {
        #expect(self.redactor.path("/reset/abc123/done", route: "/reset/{token}/done") == "/reset/[REDACTED]/done")
        #expect(self.redactor.path("/verify/eyJhbGciOiJIUzI1NiJ9.e30.x", route: nil) == "/verify/[REDACTED]")
        #expect(self.redactor.path("/a/b;jsessionid=xyz", route: nil) == "/a/[REDACTED]")
        #expect(self.redactor.path("/articles/42", route: "/articles/{id}") == "/articles/42")
    }

    @Test func headersOnTheBuiltInListCannotBeUnredacted() {
        for name in ["authorization", "COOKIE", "X-API-Key", "x-internal", "X-My-Token"] {
            #expect(Redactor().header(name, "v") == "[REDACTED]" || name == "x-internal")
            #expect(self.redactor.header(name, "v") == "[REDACTED]")
        }
        #expect(self.redactor.header("Accept", "text/html") == "text/html")
    }

    @Test func longTextsAreCutWithoutLeavingHalfASecret() {
        let secret = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.dBjftJeZ4CVP"
        for padding in [2000, 2040, 65_500, 65_530] {
            let redacted = self.redactor.text(String(repeating: "a ", count: padding / 2) + secret)
            #expect(!redacted.contains("eyJ"))
            #expect(redacted.utf8.count <= 2048 + 3)
        }
        #expect(self.redactor.text(String(repeating: "é", count: 2000)).hasSuffix("é…"))
    }

    @Test func nothingThatSteersATerminalRemains() {
        let redacted = self.redactor.text("a\u{9B}31m\u{202E}b\u{2066}c")
        #expect(redacted == "a\u{FFFD}31m\u{FFFD}b\u{FFFD}c")
    }
}
