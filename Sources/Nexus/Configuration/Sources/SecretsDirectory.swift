import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A folder in which an orchestrator mounts secrets: one file for each key, named as the key (`auth.jwt.secret`).
///
/// Only files named as a key are read, at most 64 KiB each; links are followed, as orchestrators mount secrets by links.
struct SecretsDirectory: Sendable {
    /// Its path.
    let path: String
    /// The contents by key, without a newline at the end.
    private(set) var values: [String: String] = [:]
    /// One line for each file that is named as no key. What begins with a dot belongs to the orchestrator.
    private(set) var warnings: [String] = []

    /// Reads the folder.
    /// - Parameter keys: The keys that may have a file.
    /// - Throws: ``ConfigurationError`` when it is no folder, or a file in it cannot be read or is not a text.
    init(path: String, keys: [String]) throws(ConfigurationError) {
        self.path = path
        guard let folder = opendir(path) else {
            throw ConfigurationError("secrets directory: cannot read \(path): \(String(cString: strerror(errno)))")
        }
        self.warnings = Self.names(in: folder).filter { !$0.hasPrefix(".") && !keys.contains($0) }.sorted().map { name in
            let hint = name.nearest(among: keys).map { "; did you mean \($0)?" } ?? ""
            return ConfigurationError.line("secrets directory", "nothing reads \(name.prefix(80))\(hint)")
        }
        for key in keys where access(self.file(of: key), F_OK) == 0 {
            let bytes: [UInt8]
            do throws(SecretError) {
                bytes = try Secret.file(self.file(of: key)).resolve()
            } catch {
                throw ConfigurationError(ConfigurationError.line(key, "\(error)"))
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ConfigurationError(ConfigurationError.line(key, "\(self.file(of: key)) is not a text in UTF-8"))
            }
            self.values[key] = text
        }
    }

    /// The names in a folder, which is closed then.
    private static func names(in folder: OpaquePointer) -> [String] {
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
                })
        }
        return names
    }

    /// The file of a key.
    func file(of key: String) -> String { "\(self.path)/\(key)" }
}
