import NexusCore
import Testing

@Suite struct NearestNameTests {
    @Test(
        arguments: [
            ("edtior", "editor"), ("editr", "editor"), ("editorr", "editor"), ("EDITOR", "editor"), ("vewer", "viewer"),
            ("secret_key", "secret_keys"), ("rate_limt", "rate_limit"), ("xyz", nil), ("", nil), ("password", nil),
        ] as [(String, String?)])
    func suggests(name: String, expected: String?) {
        #expect(name.nearest(among: ["editor", "viewer", "rate_limit", "secret_keys"]) == expected)
    }

    @Test func amongEquallyNearOnesTheFirstByName() {
        #expect("cat".nearest(among: ["hat", "bat", "rat"]) == "bat")
        #expect("cat".nearest(among: []) == nil)
    }

    @Test func longNamesAreBounded() {
        let long = String(repeating: "x", count: 100_000)
        #expect(long.nearest(among: [String(repeating: "y", count: 90)]) == nil)
        #expect(long.nearest(among: [long, "x"]) == long)
    }
}
