import Testing

@testable import NexusCore

@Suite struct LiteralPathsTests {
    @Test func findsWhatADictionaryFinds() {
        var random = RoutingRandom(41)
        var paths = LiteralPaths<Int>()
        var expected: [[UInt8]: Int] = [:]
        for step in 0..<5_000 {
            // Few letters and lengths, so that paths come again, begin and end alike.
            let length = Int.random(in: 0..<9, using: &random)
            let path = "/" + String((0..<length).map { _ in "ab/K\u{212A}é".randomElement(using: &random) ?? "a" })
            #expect(paths[path] == expected[Array(path.utf8)])
            if step % 3 == 0 {
                paths.set(step, for: path)
                expected[Array(path.utf8)] = step
            }
        }
        for (path, value) in expected { #expect(paths[String(decoding: path, as: UTF8.self)] == value) }
    }

    @Test func nothingIsFoundInAnEmptyTableOrUnderAnotherName() {
        var paths = LiteralPaths<Int>()
        #expect(paths["/"] == nil)
        paths.set(1, for: "/K")
        #expect(paths["/K"] == 1)
        for other in ["", "/", "/k", "/\u{212A}", "/K/", "/KK", String(repeating: "/K", count: 4_000)] { #expect(paths[other] == nil) }
    }
}
