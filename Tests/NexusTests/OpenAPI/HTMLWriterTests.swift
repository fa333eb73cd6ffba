import NexusCore
import Testing

@testable import Nexus

@Suite struct HTMLWriterTests {
    private func random(_ generator: inout SeededRandom) -> String {
        let pieces = [
            "<", ">", "&", "\"", "'", "`", "</style>", "<!--", "]]>", "\0", "\u{1}", "\u{9F}", "\u{2028}", "e\u{301}", "𝄞", "a", "\n",
            "{id}",
        ]
        return (0..<Int.random(in: 0...24, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    private func unescape(_ text: String) -> String {
        let entities = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&#96;": "`"]
        var result = text
        for (entity, character) in entities {
            result = result.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return result.split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
    }

    @Test("text never becomes markup, and none of it is lost", arguments: 0..<8 as Range<UInt64>)
    func escapes(seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let input = self.random(&generator)
            var writer = HTMLWriter()
            writer.text(input)
            let output = String(decoding: writer.bytes, as: UTF8.self)
            for byte in writer.bytes { #expect(!Array("<>\"'`".utf8).contains(byte) && (byte >= 0x20 || byte == 0x0A)) }
            let expected = String(
                String.UnicodeScalarView(
                    input.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 }))
            #expect(self.unescape(output) == expected)
        }
    }

    @Test("a hostile description adds no element to the page", arguments: 0..<8 as Range<UInt64>)
    func hostilePage(seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        func tags(_ text: String, _ path: String) -> Int {
            let info = OpenAPIInfo(title: text, version: text, description: text.isEmpty ? "" : "a\(text)")
            let route = RouteDescription(
                method: HTTPMethod(rawValue: text), path: path, summary: "a\(text)", tags: [text], access: .restricted(.requireRole(text)),
                limit: .init(rule: text, requestsPerMinute: 1, burst: 1))
            return RoutesPage(info: info, routes: [route], interactivePath: text, documentPath: text).bytes.count {
                $0 == UInt8(ascii: "<")
            }
        }
        let plain = tags("a", "/a")
        for _ in 0..<50 {
            let hostile = "<\(self.random(&generator))"
            #expect(tags(hostile, hostile) == plain)
        }
    }
}
