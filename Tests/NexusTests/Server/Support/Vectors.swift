import Foundation

/// Data of third parties, which lies beside the package.
enum Vectors {
    /// A file's content, or nothing where it is not there.
    static func data(_ name: String) -> Data? {
        let folder =
            ProcessInfo.processInfo.environment["NEXUS_VECTORS"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../../../shared/vectors")
        return try? Data(contentsOf: folder.appendingPathComponent(name).standardized)
    }
}
