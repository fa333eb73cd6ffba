import Testing

@testable import Nexus

@Suite("YAML reader")
struct YAMLReaderTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ (self.state >> 29)
        }
    }

    private static func reason(_ text: String) throws -> String {
        let failure = #expect(throws: YAMLReader.Failure.self) { try YAMLReader.read(text) }
        return try #require(failure).reason
    }

    @Test func keepsTextsAndLines() throws {
        let tree = try YAMLReader.read("\u{FEFF}a: 010\nb:\n  - 'null'\n  - ~\n  - |\n    x\n    y\n")
        #expect(
            tree
                == .mapping(
                    [
                        .init(key: "a", line: 1, value: .scalar("010", line: 1)),
                        .init(
                            key: "b", line: 2,
                            value: .list([.scalar("null", line: 3), .null(line: 4), .scalar("x\ny\n", line: 5)], line: 3)),
                    ], line: 1))
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "null", "--- \n..."])
    func emptyDocumentsHaveNoKeys(text: String) throws {
        guard case .mapping(let members, _) = try YAMLReader.read(text) else {
            Issue.record("no mapping")
            return
        }
        #expect(members.isEmpty)
    }

    @Test func anchorsAndAliasesAreRefused() throws {
        for text in [
            "a: &x 1\nb: *x", "a: !!seq &x [1]\nb: *x", "a: &x\n  - 1\nb: [*x]", "a: &x 1", "a: &x [1]", "a: &x {b: c}", "&x a: 1",
        ] {
            #expect(try Self.reason(text) == YAMLReader.noAnchors, "\(text)")
        }
        #expect(try Self.reason("a: *x").contains("undefined alias"))
        #expect(try Self.reason("a: [*]").contains("put quotes around"))
        _ = try YAMLReader.read("a: \"Fish &chips and *stars\"\nb: \"read:*\"\nc: read:*\n# see *foo and &bar\n")
    }

    @Test func expandingDocumentsAreRefusedBeforeTheyExpand() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 { text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n" }
        text += "? *a11\n: x\n"
        #expect(try Self.reason(text) == YAMLReader.noAnchors)
        #expect(try Self.reason(text.replacing("&a", with: "&-").replacing("*a", with: "*-")) == YAMLReader.noAnchors)
        #expect(try Self.reason("{k: \"\n# \", a: &a [x, x], b: \"\n# \", c: &b [*a, *a]}") == YAMLReader.noAnchors)
    }

    @Test func deepDocumentsAreRefused() throws {
        #expect(try Self.reason(String(repeating: "[", count: 100_000)).contains("brackets open"))
        #expect(try Self.reason(String(repeating: "{a: ", count: 100)).contains("brackets open"))
        #expect(try Self.reason(String(repeating: "- ", count: 100_000)).contains("indented"))
        #expect(try Self.reason((0..<200).map { String(repeating: " ", count: $0) + "a:\n" }.joined()).contains("indented"))
        #expect(try Self.reason(String(repeating: "a\u{2028}", count: 3) + String(repeating: "? ", count: 1000)).contains("indented"))
        #expect(throws: YAMLReader.Failure.self) { try YAMLReader.read(String(repeating: "[\"]\", ", count: 5000)) }
        #expect(throws: YAMLReader.Failure.self) { try YAMLReader.read(String(repeating: "{\"}\": ", count: 5000)) }
        _ = try YAMLReader.read((0..<30).map { String(repeating: "  ", count: $0) + "a:\n" }.joined())
    }

    @Test func largeDocumentsAreRefused() throws {
        #expect(try Self.reason(String(repeating: "#", count: YAMLBounds.maximumSize + 1)).contains("larger"))
        #expect(try Self.reason(String(repeating: "- a\n", count: YAMLBounds.maximumNodes + 1)).contains("values"))
    }

    @Test(
        arguments: [
            ("a: 1\n---\nb: 2", 2), ("a: [", 1), ("a: 1\n\tb: 2", 2), ("a: \"x", 1), ("a: 1\nb: \u{1}", 2), ("a: 1\n  b: 2", 2),
            ("? [a]\n: b", 1), ("a: 1\nb: 2\na: 3", 1), ("a: @x", 1), ("%YAML 9.9\n---\na: 1", 1),
        ])
    func whatIsNoDocumentNamesItsLine(text: String, line: Int) throws {
        let failure = #expect(throws: YAMLReader.Failure.self) { try YAMLReader.read(text) }
        #expect(try #require(failure).line <= line + 1)
    }

    @Test("Mutated files never trap, and never load with a problem unsaid", arguments: 0..<8)
    func mutations(seed: Int) {
        var random = Random(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        let original = Array(FullConfiguration.yaml.utf8)
        let pieces = [
            "null", "[", "]", "{", "}", ": ", "- ", "\n", "&a ", "*a", "${X}", "\"", "'", "|", ">", "?", "\u{2028}", "\u{0}", "#", "!!int ",
            "0", "~", "%", "\t",
        ]
        for _ in 0..<80 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: position)
                default:
                    let end = min(bytes.count, position + Int.random(in: 1...200, using: &random))
                    bytes.insert(contentsOf: bytes[position..<end], at: Int.random(in: 0..<bytes.count, using: &random))
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            do throws(ConfigurationError) {
                let configuration = try NexusConfiguration.load(yaml: String(decoding: bytes, as: UTF8.self))
                _ = configuration.summary()
                _ = configuration.findings()
            } catch {
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { !$0.isEmpty && !$0.contains("user:pass") })
            }
        }
    }

    @Test("Any text never traps", arguments: 0..<4)
    func anyText(seed: Int) {
        var random = Random(state: UInt64(seed) &+ 77)
        let letters = Array("ab:-[]{}&*!|>'\"%@`#?,\n\t \u{85}\u{2029}\u{FEFF}é0~\\".unicodeScalars)
        for _ in 0..<400 {
            let scalars = (0..<Int.random(in: 0...60, using: &random)).compactMap { _ in letters.randomElement(using: &random) }
            let text = String(String.UnicodeScalarView(scalars))
            _ = try? YAMLReader.read(text)
            _ = try? NexusConfiguration.load(yaml: text)
        }
    }
}
