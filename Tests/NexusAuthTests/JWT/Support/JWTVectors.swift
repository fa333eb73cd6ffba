import Foundation
import NexusCore
import Testing

/// Third-party vectors beside the project; tests that need them skip where they are absent.
enum JWTVectors {
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["NEXUS_VECTORS"] { return URL(filePath: path) }
        var root = URL(filePath: #filePath).resolvingSymlinksInPath()
        while root.path.count > 1, !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root.deleteLastPathComponent()
        }
        return root.appending(path: "../shared/vectors").standardizedFileURL
    }()

    static let areMissing: Comment = "the vectors are not beside the project; NEXUS_VECTORS names another folder"

    static func exist(_ names: String...) -> Bool {
        names.allSatisfy { FileManager.default.fileExists(atPath: self.folder.appending(path: $0).path) }
    }

    static func json(_ name: String) throws -> JSONValue {
        try JSONParser.parse(Array(try Data(contentsOf: self.folder.appending(path: name))), limits: .init(maximumBytes: 16_777_216))
    }

    static func lines(_ name: String) throws -> [String] {
        String(decoding: try Data(contentsOf: self.folder.appending(path: name)), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
