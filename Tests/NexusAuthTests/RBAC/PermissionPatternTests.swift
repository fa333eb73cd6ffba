import Testing

@testable import NexusAuth

@Suite struct PermissionPatternTests {
    /// The specification's table under "Permission matching", and what lies around it.
    @Test(arguments: [
        ("*", "read:articles", true), ("*", "anything", true), ("*", "", true), ("*:*", "read:articles", true),
        ("read:*", "read:articles", true), ("read:*", "read:users", true), ("read:*", "write:articles", false),
        ("read:*", "read:a:b", true), ("read:*", "read:", true), ("read:*", "read", false), ("read:*", "reader:a", false),
        ("read:*", "READ:a", false), ("*:users", "read:users", true), ("*:users", "delete:users", true),
        ("*:users", "read:articles", false),
        ("*:users", "users", false), ("*:users", "read:users:7", false), ("*:a:b", "read:a:b", true), ("*:a:b", "read:a", false),
        ("write:articles", "write:articles", true), ("write:articles", "write:article", false), ("write:articles", "Write:articles", false),
        ("export", "export", true), ("read:", "read:", true), ("read:\u{212A}", "read:K", false), ("e\u{301}:a", "\u{e9}:a", false),
    ])
    func covers(pattern: String, permission: String, expected: Bool) throws {
        var index = PermissionIndex()
        index.insert(permission)
        let covered = index.covered(by: try #require(PermissionPattern(pattern)))
        let isCovered = covered == index.covered(by: .everything)
        #expect(isCovered == expected)
    }

    @Test(arguments: [
        "", "read:art*", "re*:articles", "a:b:*", "*:*:*", "**", "*a", "a*", ":*", "*:", "read:**", "*\u{301}", "*\u{301}:a",
        String(repeating: "a", count: 257),
    ])
    func refuses(pattern: String) {
        #expect(PermissionPattern(pattern) == nil)
    }

    @Test func takesTheLongestName() {
        #expect(PermissionPattern(String(repeating: "a", count: 256)) != nil)
    }
}
