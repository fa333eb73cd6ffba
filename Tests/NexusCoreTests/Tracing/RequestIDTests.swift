import NexusCore
import Testing

@Suite("Request identifiers")
struct RequestIDTests {
    @Test(
        "a client's identifier of the allowed alphabet is kept",
        arguments: ["a", "0", "9f8e-77", "A.b_c-d:1", String(repeating: "x", count: 128), "3f2504e0-4f89-11d3-9a0c-0305e82c3301"])
    func kept(candidate: String) {
        #expect(RequestID.accepting(candidate).rawValue == candidate)
    }

    @Test(
        "any other is replaced by a new one",
        arguments: [
            nil, "", " ", "a b", "a\r\nX-Evil: 1", "a\nb", "a\u{0}", "a,b", "a;b", "a\"b", "<script>", "ä", "a\u{200B}", "١",
            String(repeating: "x", count: 129),
        ] as [String?])
    func replaced(candidate: String?) {
        let id = RequestID.accepting(candidate).rawValue
        #expect(id != candidate)
        #expect(id.utf8.count == 32)
        #expect(RequestID(validating: id) != nil)
    }

    @Test("new identifiers are 32 hexadecimal digits and do not repeat, from several tasks at once")
    func unique() async {
        let ids = await withTaskGroup(of: [RequestID].self) { group in
            for _ in 0..<8 { group.addTask { (0..<5_000).map { _ in RequestID.generate() } } }
            return await group.reduce(into: [RequestID]()) { $0 += $1 }
        }
        #expect(Set(ids).count == 40_000)
        #expect(ids.allSatisfy { $0.rawValue.utf8.count == 32 && $0.rawValue.allSatisfy { "0123456789abcdef".contains($0) } })
    }

    @Test("a seeded source repeats its sequence, and no half is zero")
    func seeded() {
        let first = IdentifierSource(seed: 1, salt: 2)
        let second = IdentifierSource(seed: 1, salt: 2)
        for _ in 0..<1_000 {
            let (left, right) = (first.next128(), second.next128())
            #expect(left == right)
            #expect(left.high != 0 && left.low != 0)
        }
    }
}
