import Foundation

/// The files of this repository, for tests that hold sources and documents side by side.
enum RepositoryFiles {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The files below a folder, by path.
    static func below(_ folder: String) -> [URL] {
        let files = FileManager.default.enumerator(at: self.root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? [])
            .filter { !$0.pathComponents.contains(".build") && !$0.pathExtension.isEmpty }
            .sorted { $0.path < $1.path }
    }

    /// The names of the folders in a folder.
    static func folders(in folder: String) -> Set<String> {
        let entries = try? FileManager.default.contentsOfDirectory(
            at: self.root.appendingPathComponent(folder), includingPropertiesForKeys: [.isDirectoryKey])
        return Set((entries ?? []).filter(\.hasDirectoryPath).map(\.lastPathComponent))
    }

    /// Whether there is a file or a folder.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: self.root.appendingPathComponent(path).path)
    }

    /// The documents: the guides, the pages of the products, and the README.
    static var documents: [URL] {
        [self.root.appendingPathComponent("README.md")]
            + (self.below("docs") + self.below("Sources")).filter { $0.pathExtension == "md" }
    }

    static func text(of file: URL) throws -> String {
        try String(contentsOf: file, encoding: .utf8)
    }

    /// The lines of a text without indentation and without empty ones.
    static func lines(in text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// The blocks of a document that are marked with a language.
    static func blocks(of language: String, in document: URL) throws -> [String] {
        try self.text(of: document).components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "```").first ?? ""
        }
    }
}
