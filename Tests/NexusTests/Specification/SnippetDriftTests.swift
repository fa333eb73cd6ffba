import Foundation
import Testing

@Suite("Specification: the snippets and their tests")
struct SnippetDriftTests {
    @Test("there are fifteen snippets, and a test file for each")
    func allAreThere() {
        #expect(Self.snippets.map(Self.number) == Array(1...15))
        #expect(Self.tests.map(Self.number) == Array(1...15))
    }

    @Test("the tests run the lines of the snippets", arguments: 1...15)
    func testsRunTheSnippets(number: Int) throws {
        let snippet = try #require(Self.snippets.first { Self.number($0) == number })
        let test = try #require(Self.tests.first { Self.number($0) == number })
        var code = RepositoryFiles.lines(in: try RepositoryFiles.text(of: snippet)).drop { $0 != "// snippet.show" }.dropFirst()
            .filter { !$0.hasPrefix("import ") && $0 != "try await app.start()" }
        if code.last?.hasPrefix("// ") == true { code.removeLast() }
        #expect(code.count > 1)
        let lines = RepositoryFiles.lines(in: try RepositoryFiles.text(of: test))
        #expect(lines.contains(code), "\(snippet.lastPathComponent) and \(test.lastPathComponent) differ")
    }

    private static var snippets: [URL] { RepositoryFiles.below("Snippets/Specification") }

    private static var tests: [URL] {
        RepositoryFiles.below("Tests/NexusTests/Specification").filter { $0.lastPathComponent.wholeMatch(of: /S\d\d.*Tests\.swift/) != nil }
    }

    private static func number(_ file: URL) -> Int {
        Int(file.lastPathComponent.filter(\.isNumber).prefix(2)) ?? 0
    }
}
