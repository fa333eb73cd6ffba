#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads texts from files, bounded.
enum TextFile {
    /// Why a file cannot be read.
    struct Failure: Error, Sendable {
        let reason: String
    }

    /// Reads a file.
    /// - Parameter limit: Most bytes.
    /// - Throws: ``Failure`` when it cannot be opened, is larger, or is not UTF-8.
    static func read(_ path: String, limit: Int) throws(Failure) -> String {
        guard let file = fopen(path, "rb") else { throw Failure(reason: "cannot be read: \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw Failure(reason: "cannot be read: \(String(cString: strerror(errno)))") }
        guard count <= limit else { throw Failure(reason: "is larger than \(limit) bytes") }
        guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else { throw Failure(reason: "is not UTF-8") }
        return text
    }
}
