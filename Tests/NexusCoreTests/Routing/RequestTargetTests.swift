import NexusCore
import Testing

@Suite struct RequestTargetTests {
    private func path(_ target: String) -> String? { try? RequestTarget(parsing: target).path }

    @Test(arguments: [
        ("/", "/"), ("/a", "/a"), ("/a/", "/a"), ("/a/b", "/a/b"), ("/A/b", "/A/b"), ("/a.b/c~_-", "/a.b/c~_-"), ("/a%20b", "/a b"),
        ("/%61dmin", "/admin"), ("/%41", "/A"), ("/.well-known/x", "/.well-known/x"), ("/...", "/..."), ("/a..b", "/a..b"),
        ("/a/.b", "/a/.b"),
        ("/caf%C3%A9", "/caf\u{e9}"), ("/cafe%CC%81", "/cafe\u{301}"), ("/%F0%9F%98%80", "/\u{1F600}"), ("/100%25", "/100%"),
        ("/%25zz", "/%zz"),
        ("/a%3Bb", "/a;b"), ("/a%3Fb", "/a?b"), ("/a%23b", "/a#b"), ("/a:b@c,d=e+f!$&'()*", "/a:b@c,d=e+f!$&'()*"), ("/a%2D", "/a-"),
        ("/a%c2%a0b", "/a\u{a0}b"),
    ])
    func hasOneMeaning(target: String, path: String) {
        #expect(self.path(target).map { Array($0.utf8) } == Array(path.utf8))
    }

    /// reliability, fault 27, and field issue 34: what two readers could understand differently is refused, never repaired.
    @Test(arguments: [
        "//", "///", "//a", "/a//b", "/a//", "//admin", "/./", "/.", "/..", "/../", "/a/.", "/a/..", "/a/./b", "/a/../b", "/%2e",
        "/%2E%2e/a",
        "/a/%2e%2e", "/.%2e/a", "/a/%2e/b", "/a%2fb", "/a%2Fb", "/%2f", "/a%2f", "/a%5cb", "/a%5Cb", "/a\\b", "/\\", "/a;x", "/a;x=1/b",
        "/;",
        "/%252f", "/%252e%252e", "/a%2500", "/%2541", "/%25%32%66", "/%00", "/a%00", "/a%0a", "/a%0d%0aX", "/%1f", "/%7f", "/a%c2%85b",
        "/%C2%80",
    ])
    func refusesWhatIsAmbiguous(target: String) {
        #expect(throws: RequestTarget.Failure.ambiguous) { try RequestTarget(parsing: target) }
    }

    @Test(arguments: [
        "", "*", "a", "?", "?a", "a/b", "/a b", "/a\u{0}", "/a\u{1}b", "/a\tb", "/a\u{7f}", "/a#b", "/#", "/a?b#c", "/a?b c", "/a?b\u{0}",
        "/%",
        "/%a", "/%4", "/%zz", "/%g1", "/a%", "/caf\u{e9}", "/\u{212A}", "/\u{FF0F}a", "/%ff", "/%c0%af", "/%c1%9c", "/%e0%80%af",
        "/%f0%80%80%af",
        "/%c0%80", "/%ed%a0%80", "/%f4%90%80%80", "/%c3", "/%c3%28", "/%80", "http:/a", "http:///a", "http://", "https://", "ftp://h/a",
        "//\u{301}",
        "http://u@h/a", "http://h\\a/b", "http://h#a", "http://h a/b", "http://h,i/", "http://h%2fa/", "http://\u{e9}/",
        "javascript:alert(1)",
        "http://\u{301}h/a", "h:443", "/\u{301}a",
    ])
    func refusesWhatIsMalformed(target: String) {
        #expect(throws: RequestTarget.Failure.malformed) { try RequestTarget(parsing: target) }
    }

    @Test(arguments: [
        ("http://h/a?b=1", "h", "/a", "b=1"), ("HTTPS://h:443/", "h:443", "/", nil), ("http://h", "h", "/", nil),
        ("http://h?x", "h", "/", "x"),
        ("hTTp://[::1]:80/a/", "[::1]:80", "/a", nil),
    ])
    func readsTheAbsoluteForm(target: String, authority: String, path: String, query: String?) throws {
        let parsed = try RequestTarget(parsing: target)
        #expect(parsed.authority == authority && parsed.path == path && parsed.query == query)
    }

    @Test(arguments: ["http://h//a", "http://h/a/..", "http://h/%2f", "http://h//"])
    func thePathOfAnAbsoluteFormIsNoBetter(target: String) {
        #expect(throws: RequestTarget.Failure.ambiguous) { try RequestTarget(parsing: target) }
    }

    @Test func theQueryStaysAsItWasSent() throws {
        let target = try RequestTarget(parsing: "/a/?x=%2f%00&y=//../?&z=;")
        #expect(target.path == "/a" && target.query == "x=%2f%00&y=//../?&z=;")
        #expect(try RequestTarget(parsing: "/a?").query == "")
        #expect(try RequestTarget(parsing: "/a").query == nil)
    }

    @Test func theLengthIsBounded() throws {
        #expect(try RequestTarget(parsing: "/" + String(repeating: "a", count: 8_191)).path.utf8.count == 8_192)
        #expect(throws: RequestTarget.Failure.tooLong) { try RequestTarget(parsing: "/" + String(repeating: "a", count: 8_192)) }
        #expect(throws: RequestTarget.Failure.tooLong) { try RequestTarget(parsing: "/abc", maximumLength: 3) }
        #expect(throws: RequestTarget.Failure.tooLong) { try RequestTarget(parsing: "/\u{e9}", maximumLength: 2) }
    }

    /// Whatever comes in: a path that comes out is canonical, and written out and read again it is the same.
    @Test func whatComesOutIsCanonical() {
        var random = RoutingRandom(27)
        let pieces = [
            "/", "//", ".", "..", "%2e", "%2f", "%5c", "%25", "%00", "%c3%a9", "%cc%81", "%c2%85", "%", ";", "\\", "?", "#", "a", "B", "7",
            " ",
            "\u{e9}", "\u{301}", "%61", "http://h", "\u{0}", "-", "~", "%e2%84%aa", "%ff", "@", ":", "{x}", "*",
        ]
        var mistakes: [String] = []
        var accepted = 0
        for _ in 0..<RoutingRandom.steps {
            var target = Int.random(in: 0..<10, using: &random) == 0 ? "" : "/"
            for _ in 0..<Int.random(in: 0...9, using: &random) { target += random.pick(pieces) }
            guard let parsed = try? RequestTarget(parsing: target) else { continue }
            accepted += 1
            let segments = parsed.path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            let isCanonical =
                parsed.path.utf8.first == UInt8(ascii: "/")
                && (parsed.path.utf8.count == 1
                    || segments.allSatisfy { segment in
                        !segment.isEmpty && !segment.elementsEqual(".".utf8) && !segment.elementsEqual("..".utf8)
                            && segment.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
                    })
            let again = try? RequestTarget(parsing: Self.encoded(parsed.path))
            if !isCanonical || again.map({ Array($0.path.utf8) }) != Array(parsed.path.utf8) { mistakes.append(target) }
        }
        #expect(mistakes.prefix(5) == [])
        #expect(accepted > RoutingRandom.steps / 20)
    }

    private static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let isPlain = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "/") == byte
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
