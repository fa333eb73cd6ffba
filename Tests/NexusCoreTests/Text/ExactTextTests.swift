import NexusCore
import Testing

@Suite struct ExactTextTests {
    @Test(arguments: [("K", "\u{212A}"), (";", "\u{37E}"), ("\u{e9}", "e\u{301}"), ("a", "A"), ("a", "ab"), ("", "\u{0}")])
    func differsWhereAByteDoes(one: String, other: String) {
        #expect(ExactText(one) != ExactText(other))
        #expect([ExactText(one): 1][ExactText(other)] == nil)
    }

    @Test func isEqualWhereverItIsCutFrom() {
        let whole = "/api/caf\u{e9}/x"
        for piece in whole.split(separator: "/") {
            #expect(ExactText(piece) == ExactText(String(piece)))
            #expect(ExactText(piece).hashValue == ExactText(String(piece)).hashValue)
        }
    }
}
