import Foundation
import NexusCore
import Testing

/// What is written is read back by a parser that is not ours.
@Suite struct JSONWriterTests {
    private func written(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.bytes
    }

    private func parsed(_ bytes: [UInt8]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    @Test func everyScalarSurvives() throws {
        for start in stride(from: 0 as UInt32, through: 0x10_FFFF, by: 997) {
            let scalars = (start..<min(start + 3, 0x11_0000)).compactMap(UnicodeScalar.init)
            let text = "a" + String(String.UnicodeScalarView(scalars)) + "\"\\"
            let bytes = self.written(.string(text))
            let string = try #require(try self.parsed(bytes) as? String)
            #expect(Array(string.utf8) == Array(text.utf8))
        }
        for scalar in (0...0x2FF as ClosedRange<UInt32>).compactMap(UnicodeScalar.init) {
            let text = String(scalar)
            #expect(try Array(#require(try self.parsed(self.written(.string(text))) as? String).utf8) == Array(text.utf8))
        }
    }

    @Test func nothingEndsAStringOrALineEarly() {
        let hostile = "\u{0}\u{1F}\n\r\t\"\\\u{7F}\u{2028}\u{2029}</script>"
        #expect(
            String(decoding: self.written(.string(hostile)), as: UTF8.self)
                == #""\u0000\u001f\n\r\t\"\\\u007f\u2028\u2029</script>""#)
        let bytes = self.written(["\n\"": "\r"])
        #expect(!bytes.contains(0x0A) && !bytes.contains(0x0D))
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"\n\"":"\r"}"#)
    }

    @Test func onlyLineSeparatorsAreTakenFromTheirNeighbours() throws {
        for text in ["\u{2027}\u{202A}", "\u{20A8}", "\u{2028}\u{2028}", "x\u{2029}y", "\u{80}\u{A8}", "\u{E028}"] {
            #expect(try self.parsed(self.written(.string(text))) as? String == text)
        }
    }

    @Test(arguments: [
        0, 1, -1, 1.5, -0.25, 1e15, 1e20, -1e300, .leastNonzeroMagnitude, 0.1, 123_456_789.125, Double.greatestFiniteMagnitude,
    ])
    func numbersSurvive(number: Double) throws {
        #expect(try self.parsed(self.written(.number(number))) as? Double == number)
    }

    @Test func whatIsNoNumberIsNull() {
        for number in [Double.nan, .infinity, -.infinity] { #expect(self.written(.number(number)) == Array("null".utf8)) }
        for integer in [Int64.min, .max, 0] { #expect(self.written(.integer(integer)) == Array("\(integer)".utf8)) }
    }

    @Test func commasStandBetweenAndNowhereElse() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", "x")
        writer.member("b", 1)
        writer.member("c", true)
        writer.name("d")
        writer.beginArray()
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.raw("[1]".utf8)
        writer.endArray()
        writer.name("e")
        writer.value(2.5)
        writer.endObject()
        #expect(writer.string == #"{"a":"x","b":1,"c":true,"d":[null,{},[],[1]],"e":2.5}"#)
    }

    @Test func anyValueIsReadBackAsItWas() throws {
        var random = RoutingRandom(3)
        for _ in 0..<500 {
            let value = Self.value(&random, depth: 0)
            let bytes = self.written(value)
            #expect(throws: Never.self) { try self.parsed(bytes) }
            #expect(try JSONParser.parse(bytes) == value)
        }
    }

    private static func value(_ random: inout RoutingRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: .number(Double.random(in: -1e6...1e6, using: &random) + 0.5)
        case 4: .string(self.text(&random))
        case 5: .array((0..<Int.random(in: 0...3, using: &random)).map { _ in self.value(&random, depth: depth + 1) })
        default:
            .object(
                JSONObject(
                    members: (0..<Int.random(in: 0...3, using: &random)).map { index in
                        .init("\(index)\(self.text(&random))", self.value(&random, depth: depth + 1))
                    }))
        }
    }

    private static func text(_ random: inout RoutingRandom) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
            random.pick(["a", "\"", "\\", "\n", "\u{0}", "\u{2028}", "\u{e9}", "\u{1F600}", "/", "\u{7f}"])
        }.joined()
    }
}
