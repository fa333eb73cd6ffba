#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The files of Swagger UI, read from a folder and checked against the hashes that this version pins.
struct SwaggerUI {
    /// A file that the page loads.
    struct File: Sendable {
        let name: String
        let contentType: String
        let size: Int
        /// SHA-256 in lower-case hexadecimal.
        let hash: String
    }

    /// A folder whose content is not what this version was made for.
    struct LoadError: Error, Hashable, CustomStringConvertible {
        let file: String
        let reason: String
        var description: String { "Swagger UI: \(self.file) \(self.reason)" }
    }

    static let version = "5.33.1"

    static let files = [
        File(
            name: "swagger-ui-bundle.js", contentType: "text/javascript; charset=utf-8", size: 1_586_002,
            hash: "050bc415ee7048dcd881682678f720264e7da5e373f7461d7c58c755305255f7"),
        File(
            name: "swagger-ui.css", contentType: "text/css; charset=utf-8", size: 186_154,
            hash: "1ac324f7dcd27e4b9386b4bd6421271ec147e922a22c05ba24b11515e9aa6321"),
        File(
            name: "favicon-32x32.png", contentType: "image/png", size: 628,
            hash: "3ed612f41e050ca5e7000cad6f1cbe7e7da39f65fca99c02e99e6591056e5837"),
    ]

    private let contents: [String: [UInt8]]

    /// Reads and checks every file.
    /// - Throws: ``LoadError`` when one is missing or is not the pinned one.
    init(directory: String, files: [File] = SwaggerUI.files) throws(LoadError) {
        var contents: [String: [UInt8]] = [:]
        for file in files {
            contents[file.name] = try Self.read(file, in: directory)
        }
        self.contents = contents
    }

    /// The bytes of a file.
    subscript(name: String) -> [UInt8]? { self.contents[name] }

    /// The size is looked at first, so that a wrong file is not read whole.
    private static func read(_ file: File, in directory: String) throws(LoadError) -> [UInt8] {
        let path = "\(directory)/\(file.name)"
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt else {
            throw LoadError(file: file.name, reason: "cannot be read")
        }
        guard size == file.size else {
            throw LoadError(file: file.name, reason: "is not the file of version \(Self.version): it has \(size) bytes, not \(file.size)")
        }
        guard let bytes = try? [UInt8](Data(contentsOf: URL(filePath: path))) else {
            throw LoadError(file: file.name, reason: "cannot be read")
        }
        guard ContentHash(of: bytes).hexadecimal == file.hash else {
            throw LoadError(file: file.name, reason: "is not the file of version \(Self.version): its SHA-256 differs")
        }
        return bytes
    }
}
