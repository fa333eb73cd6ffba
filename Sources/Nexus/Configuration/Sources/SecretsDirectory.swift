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

    /// Reads the folder.
    /// - Parameter keys: The keys that may have a file.
    /// - Throws: ``ConfigurationError`` when it is no folder, or a file in it cannot be read or is not a text.
    init(path: String, keys: [String]) throws(ConfigurationError) {
        self.path = path
        guard let folder = opendir(path) else {
            throw ConfigurationError("secrets directory: cannot read \(path): \(String(cString: strerror(errno)))")
        }
        closedir(folder)
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

    /// The file of a key.
    func file(of key: String) -> String { "\(self.path)/\(key)" }
}
