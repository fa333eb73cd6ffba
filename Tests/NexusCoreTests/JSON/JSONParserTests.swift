import Testing

@testable import NexusCore

@Suite("JSON parser")
struct JSONParserTests {
    private func parse(_ text: String, _ limits: JSONParser.Limits = .general) throws(JSONParsingError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8), limits: limits)
    }

    private func reason(_ bytes: [UInt8], _ limits: JSONParser.Limits = .general) -> JSONParsingError.Reason? {
        do throws(JSONParsingError) {
            _ = try JSONParser.parse(bytes, limits: limits)
            return nil
        } catch {
            return error.reason
        }
    }

    private func reason(_ text: String, _ limits: JSONParser.Limits = .general) -> JSONParsingError.Reason? {
        self.reason(Array(text.utf8), limits)
    }

    @Test(
        "values",
        arguments: [
            ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", 1.5),
            ("1e3", .number(1000)), ("-2.5E-1", -0.25), ("\"\"", ""), ("\"a\\u00e9\\n\\\"\\/\"", "aé\n\"/"),
            ("\"\\ud83d\\ude00\"", "😀"), ("\"é😀\"", "é😀"), ("[]", []), ("[1, [2]]", [1, [2]]), ("{}", [:]),
            ("{\"a\":1,\"b\":{\"c\":[]}}", ["a": 1, "b": ["c": []]]),
        ] as [(String, JSONValue)])
    func values(text: String, expected: JSONValue) throws {
        #expect(try self.parse(text) == expected)
    }

    @Test(
        "grammar",
        arguments: [
            ("", .unexpectedEnd), (" ", .unexpectedEnd), ("{", .unexpectedEnd), ("[1", .unexpectedEnd), ("\"a", .unexpectedEnd),
            ("tru", .unexpectedEnd), ("truE", .unexpectedByte), ("nul1", .unexpectedByte), ("[1,]", .unexpectedByte),
            ("{\"a\":1,}", .unexpectedByte), ("{a:1}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte), ("[1 2]", .unexpectedByte),
            ("'a'", .unexpectedByte), ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("+1", .unexpectedByte),
            (".5", .unexpectedByte), ("1 2", .trailingBytes), ("{}x", .trailingBytes), ("{}\u{0}", .trailingBytes),
            ("01", .malformedNumber), ("-", .malformedNumber), ("-a", .malformedNumber), ("1.", .malformedNumber),
            ("1.e1", .malformedNumber),
            ("1e", .malformedNumber), ("1e+", .malformedNumber), ("-01", .malformedNumber), ("1e999", .numberOutOfRange),
            ("-1e999", .numberOutOfRange), ("\"\\x\"", .malformedString), ("\"\n\"", .malformedString), ("\"\u{1}\"", .malformedString),
            ("\"\\u12g4\"", .malformedString), ("\"\\ud800\"", .malformedString), ("\"\\udc00\"", .malformedString),
            ("\"\\ud800\\u0041\"", .malformedString), ("\"\\ud800\\ud800\"", .malformedString), ("\"\\u12", .unexpectedEnd),
            ("\"\\", .unexpectedEnd), ("{\"a\":1,\"a\":2}", .duplicateMember), ("{\"a\":1,\"\\u0061\":2}", .duplicateMember),
            ("\u{FEFF}{}", .unexpectedByte), ("/**/1", .unexpectedByte), ("[1]//", .trailingBytes),
        ] as [(String, JSONParsingError.Reason)])
    func grammar(text: String, expected: JSONParsingError.Reason) {
        #expect(self.reason(text) == expected)
    }

    @Test(
        "bytes that are not UTF-8",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0x80],
        ] as [[UInt8]])
    func utf8(bytes: [UInt8]) {
        #expect(self.reason([0x22] + bytes + [0x22]) == .invalidUTF8)
        #expect(self.reason([0x22, 0x5C, 0x6E] + bytes + [0x22]) == .invalidUTF8)
    }

    @Test("limits")
    func limits() {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(self.reason(nested(16), .token) == nil)
        #expect(self.reason(nested(17), .token) == .limitExceeded)
        #expect(self.reason(nested(64)) == nil)
        #expect(self.reason(nested(65)) == .limitExceeded)
        #expect(self.reason(nested(100_000), .init(maximumDepth: 1_000_000)) == .limitExceeded)
        #expect(self.reason("[1,2]", .init(maximumBytes: 5)) == nil)
        #expect(self.reason("[1,2]", .init(maximumBytes: 4)) == .limitExceeded)
        #expect(self.reason("{\"a\":1}", .init(maximumNodes: 3)) == nil)
        #expect(self.reason("{\"a\":1}", .init(maximumNodes: 2)) == .limitExceeded)
        #expect(self.reason(String(repeating: "1", count: 1024)) == .numberOutOfRange)
        #expect(self.reason(String(repeating: "1", count: 1025)) == .limitExceeded)
    }

    @Test("a duplicate is found among few and among many names")
    func duplicates() throws {
        for count in [1, 15, 16, 17, 18, 300] {
            let members = (0..<count).map { "\"n\($0)\":\($0)" }
            #expect(self.reason("{\(members.joined(separator: ","))}") == nil)
            for twin in [0, count / 2, count - 1] {
                #expect(self.reason("{\(members.joined(separator: ",")),\"n\(twin)\":0}") == .duplicateMember)
            }
        }
        let lenient = JSONParser.Limits(allowsDuplicateMembers: true)
        #expect(try self.parse("{\"a\":1,\"b\":2,\"a\":3}", lenient) == ["a": 3, "b": 2])
    }

    @Test("parseObject takes nothing but an object")
    func object() throws {
        #expect(try JSONParser.parseObject(Array(" {\"a\":1}".utf8)) == ["a": 1])
        #expect(throws: JSONParsingError.self) { try JSONParser.parseObject(Array("[1]".utf8)) }
    }

    @Test("what the writer writes, the parser reads back")
    func roundTrip() throws {
        let value: JSONValue = [
            "text": "a\"\\\u{1}\u{7F}\u{2028}é😀", "list": [1, -2, 2.5, true, false, nil], "nested": ["deep": ["er": []]],
        ]
        var writer = JSONWriter()
        writer.value(value)
        #expect(try JSONParser.parse(writer.bytes) == value)
    }

    @Test("random edits never trap, and what still parses is written back to the same text")
    func fuzz() throws {
        var random = SplitMix(seed: 7)
        let seed = Array("{\"iss\":\"joe\",\"exp\":1300819380,\"r\":[\"a\\u00e9\",1.5e3,{\"x\":null}],\"https://e/is_root\":true}".utf8)
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0...Int(random.next() % 4) {
                let index = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: index)
                }
            }
            guard let value = try? JSONParser.parse(bytes) else { continue }
            var (first, second) = (JSONWriter(), JSONWriter())
            first.value(value)
            second.value(try JSONParser.parse(first.bytes))
            #expect(first.bytes == second.bytes)
        }
    }
}

private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (self.state ^ (self.state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
