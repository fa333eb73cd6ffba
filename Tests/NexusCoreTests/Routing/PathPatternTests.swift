import NexusCore
import Testing

@Suite struct PathPatternTests {
    @Test(arguments: [
        ("/health", "/health", true), ("/health", "/healthz", false), ("/health", "/health/live", false), ("/", "/", true),
        ("/", "/a", false), ("/*", "/", true), ("/*", "/a/{b}", true), ("/api/chat/*", "/api/chat", true),
        ("/api/chat/*", "/api/chat/{room}", true), ("/api/chat/*", "/api/chat/{room}/{message}", true),
        ("/api/chat/*", "/api/chatter", false), ("/api/chat/*", "/api", false), ("/a/{x}", "/a/{y}", true), ("/a/{x}", "/a/b", false),
        ("/a/b", "/a/{x}", false), ("/a/{x}", "/a/{rest*}", false), ("/a/{x*}", "/a/{rest*}", true), ("/a/*", "/a/{rest*}", true),
        ("/Health", "/health", false),
    ])
    func matchesTemplates(pattern: String, template: String, expected: Bool) throws {
        #expect(try PathPattern(pattern).matches(template: template) == expected)
    }

    @Test(arguments: [
        ("/a/{x}", "/a/b", true), ("/a/{x}", "/a/b/c", false), ("/a/{x}", "/a", false), ("/a/{x*}", "/a/b/c", true),
        ("/a/{x*}", "/a", false),
        ("/a/*", "/a", true), ("/a/*", "/a/b/c", true), ("/a/*", "/ab", false), ("/a/*", "/a/../b", false), ("/a/*", "/a//b", false),
        ("/a/*", "a/b", false), ("/*", "/", true), ("/", "/", true), ("/a", "/a/", false), ("/a/*", "", false), ("/a/{x}", "/a/{x}", true),
        ("/a/b", "/a/{x}", false),
    ])
    func matchesPaths(pattern: String, path: String, expected: Bool) throws {
        #expect(try PathPattern(pattern).matches(path: path) == expected)
    }

    @Test func ordersBySpecificity() throws {
        let inOrder = try ["/a/b/c", "/a/{x}/c", "/a/b", "/a", "/a/b/*", "/a/{x}/*", "/a/*", "/*"].map { try PathPattern($0) }
        #expect(inOrder.reversed().sorted { $0.isMoreSpecific(than: $1) }.map(\.description) == inOrder.map(\.description))
    }

    @Test func knowsItsTwin() throws {
        #expect(try PathPattern("/a/{x}").isEquivalent(to: PathPattern("/a/{y}")))
        #expect(try !PathPattern("/a/{x}").isEquivalent(to: PathPattern("/a/{y*}")))
        #expect(try !PathPattern("/a/*").isEquivalent(to: PathPattern("/a")))
    }

    @Test(arguments: [
        "", "a", "*", "/a*", "/*/a", "/a/**", "//", "/a/", "/a//b", "/./a", "/a/..", "/{x}y", "/{", "/a%2fb", "/a?b", "/a#b", "/a b",
        "/a;b", "/a\\b",
        "/{x*}/a", "/{x*}/*", "/a\0", "/" + String(repeating: "a", count: 600),
    ])
    func refusesWhatNoRouteCanBe(pattern: String) {
        #expect(throws: PathPattern.Failure.self) { try PathPattern(pattern) }
    }

    /// To `Character`, a slash that a combining mark follows is no slash, and the Kelvin sign is a K.
    @Test(arguments: [
        ("/health", "/\u{301}health"), ("/K", "/\u{212A}"), ("/a/{x}", "/a/b/\u{301}c"), ("/caf\u{e9}", "/cafe\u{301}"),
        ("/a/*", "/a\u{301}/b"),
    ])
    func comparesBytes(pattern: String, path: String) throws {
        #expect(try !PathPattern(pattern).matches(path: path))
        #expect(try PathPattern("/*").matches(path: path))
    }
}
