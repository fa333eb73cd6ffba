import NexusCore
import Testing

@Suite("Trace state (W3C)")
struct TraceStateTests {
    @Test(
        "a valid list is passed along",
        arguments: [
            ("foo=1", "foo=1"), ("foo=1,bar=2", "foo=1,bar=2"), ("foo=1 , \tbar=2 ", "foo=1,bar=2"), ("", ""), (",,foo=1,,", "foo=1"),
            ("fw529a3039@dt=FfZsY5OjdA", "fw529a3039@dt=FfZsY5OjdA"), ("a_-*/=~ !", "a_-*/=~ !"), ("1a=b", "1a=b"),
        ])
    func valid(text: String, expected: String) {
        #expect(TraceState(parsing: text)?.rawValue == expected)
    }

    @Test(
        "a malformed or excessive list is dropped whole",
        arguments: [
            "foo", "=1", "foo=", "Foo=1", "foo =1", "foo=1=2", "foo=1,foo=2", "foo=ä", "foo=\u{1}", "foo=a\r\nX-Evil: 1", "@a=1",
            (0..<33).map { "k\($0)=v" }.joined(separator: ","), "k=" + String(repeating: "v", count: 257),
            String(repeating: "k", count: 257) + "=v",
            "a=" + String(repeating: "v", count: 255) + ",b=" + String(repeating: "v", count: 255) + ",c=1",
        ])
    func dropped(text: String) {
        #expect(TraceState(parsing: text) == nil)
    }

    @Test("32 members are kept")
    func mostMembers() {
        let text = (0..<32).map { "k\($0)=v" }.joined(separator: ",")
        #expect(TraceState(parsing: text)?.rawValue == text)
    }
}
