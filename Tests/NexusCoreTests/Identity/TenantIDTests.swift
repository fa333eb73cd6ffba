import NexusCore
import Testing

@Suite struct TenantIDTests {
    @Test(arguments: ["a", "acme", "ACME-1_2.3:x@y", String(repeating: "z", count: 128)])
    func accepts(candidate: String) {
        #expect(TenantID.isWellFormed(candidate))
    }

    @Test(arguments: [
        "", " ", "a b", "a/b", "a\0", "\u{430}cme", "acme\u{301}", "\u{212A}", "a,b", "*", "{a}", String(repeating: "z", count: 129),
    ])
    func refuses(candidate: String) {
        #expect(!TenantID.isWellFormed(candidate))
    }
}
