import Foundation
import Nexus
import Testing

@Suite("Documents")
struct DocumentTests {
    private static let reference = "configuration-reference.md"

    @Test("every Swift block stands in a snippet or an example, which are compiled")
    func swiftBlocksAreCompiled() throws {
        let sources = try (RepositoryFiles.below("Snippets") + RepositoryFiles.below("Examples"))
            .filter { $0.pathExtension == "swift" }.map { RepositoryFiles.lines(in: try RepositoryFiles.text(of: $0)) }
        for document in RepositoryFiles.documents {
            for block in try RepositoryFiles.blocks(of: "swift", in: document) {
                let lines = RepositoryFiles.lines(in: block)
                #expect(
                    sources.contains { $0.contains(lines) },
                    "\(document.lastPathComponent): no compiled source has the block that begins with \(lines.first ?? "")")
            }
        }
    }

    @Test("the reference of the keys is the one that the code makes; NEXUS_WRITE_REFERENCE=1 writes it anew")
    func referenceIsCurrent() throws {
        let file = try #require(RepositoryFiles.documents.first { $0.lastPathComponent == Self.reference })
        if ProcessInfo.processInfo.environment["NEXUS_WRITE_REFERENCE"] == "1" {
            try ConfigurationReference.markdown.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try RepositoryFiles.text(of: file) == ConfigurationReference.markdown)
    }

    @Test("every configuration can be read")
    func configurationsCanBeRead() throws {
        for document in RepositoryFiles.documents where document.lastPathComponent != Self.reference {
            for block in try RepositoryFiles.blocks(of: "yaml", in: document) {
                #expect(throws: Never.self, "\(document.lastPathComponent): \(block)") {
                    try NexusConfiguration.load(yaml: block, environment: [:])
                }
            }
        }
    }

    @Test("the map of the architecture names every folder of every room, and no other")
    func mapIsCurrent() throws {
        let document = try #require(RepositoryFiles.documents.first { $0.lastPathComponent == "architecture.md" })
        var rooms: [String: Set<String>] = [:]
        var room = ""
        for line in try RepositoryFiles.text(of: document).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if let name = line.wholeMatch(of: #/    (Nexus[A-Za-z]*) .*/#)?.1 {
                room = String(name)
                rooms[room] = []
            } else if line.hasPrefix(String(repeating: " ", count: 22)) {
                rooms[room]?.formUnion(words)
            }
        }
        #expect(Set(rooms.keys) == RepositoryFiles.folders(in: "Sources"))
        for (room, folders) in rooms {
            let actual = RepositoryFiles.folders(in: "Sources/\(room)").filter { !$0.hasSuffix(".docc") }
            #expect(folders == actual, "\(room)")
        }
    }

    @Test("every file and every page that is named is there")
    func namedFilesExist() throws {
        for document in RepositoryFiles.documents {
            let text = try RepositoryFiles.text(of: document)
            let named = text.matches(of: /`((?:Sources|Tests|Snippets|Examples|Scripts|docs)\/[A-Za-z0-9_+.\/-]+)`/).map { String($0.1) }
            let proofs = text.matches(of: /`(Nexus[A-Za-z]*Tests\/[A-Za-z0-9_+.\/-]+)`/).map { "Tests/\($0.1)" }
            let pages = text.matches(of: /\]\(([a-z-]+\.md)/).map { "docs/\($0.1)" }
            for path in named + proofs + pages {
                #expect(RepositoryFiles.exists(path), "\(document.lastPathComponent) names \(path)")
            }
        }
    }
}
