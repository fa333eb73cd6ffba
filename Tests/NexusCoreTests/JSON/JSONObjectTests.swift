import Testing

@testable import NexusCore

@Suite("JSON object")
struct JSONObjectTests {
    @Test("names are compared by their bytes, however many there are", arguments: [0, 20])
    func namesByBytes(others: Int) throws {
        let filler = (0..<others).map { "\"other\($0)\":null," }.joined()
        // The Kelvin sign, and two spellings of é: equal to `String`, other names to JSON.
        let text = "{\(filler)\"K\":1,\"\u{212A}\":2,\"\u{E9}\":3,\"e\u{301}\":4,\"a longer name with \u{E9}\":5}"
        var object = try JSONParser.parseObject(Array(text.utf8))
        #expect(object["K"] == 1)
        #expect(object["\u{212A}"] == 2)
        #expect(object["\u{E9}"] == 3)
        #expect(object["e\u{301}"] == 4)
        #expect(object["a longer name with \u{E9}"] == 5)
        #expect(object["a longer name with e\u{301}"] == nil)
        object["\u{212A}"] = nil
        #expect(object["K"] == 1)
        #expect(object["\u{212A}"] == nil)
    }

    @Test("a name twice is refused, also beyond the first few", arguments: [0, 15, 16, 40])
    func duplicates(others: Int) {
        let filler = (0..<others).map { "\"other\($0)\":null," }.joined()
        for name in ["a", "\u{E9}", "a name of more than fifteen bytes"] {
            #expect(throws: JSONParsingError.self) { try JSONParser.parse(Array("{\"\(name)\":1,\(filler)\"\(name)\":2}".utf8)) }
        }
    }
}
