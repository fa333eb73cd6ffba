#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Why a secret cannot be read. Names the reference, never the value.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for a person.
    public let description: String
}

extension Secret {
    /// Largest file a secret is read from, in bytes.
    package static let maximumFileSize = 65_536

    /// Reads the secret.
    /// - Returns: Its bytes; never empty.
    /// - Throws: ``SecretError`` when the variable is not set, or the file cannot be read, is empty or too large.
    public func resolve() throws(SecretError) -> [UInt8] {
        switch self.source {
        case .value(let bytes):
            guard !bytes.isEmpty else { throw SecretError(description: "the secret is empty") }
            return bytes
        case .environment(let name):
            guard let value = getenv(name) else { throw SecretError(description: "environment variable \(name) is not set") }
            let bytes = Array(String(cString: value).utf8)
            guard !bytes.isEmpty else { throw SecretError(description: "environment variable \(name) is empty") }
            return bytes
        case .file(let path):
            return try Self.read(path)
        }
    }

    private static func read(_ path: String) throws(SecretError) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw self.unreadable(path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: self.maximumFileSize + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw self.unreadable(path) }
        guard count <= self.maximumFileSize else { throw SecretError(description: "\(path) is larger than \(self.maximumFileSize) bytes") }
        bytes.removeLast(bytes.count - count)
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw SecretError(description: "\(path) is empty") }
        return bytes
    }

    /// Without a colon: a log's redaction takes what stands behind `client_secret:` for its value.
    private static func unreadable(_ path: String) -> SecretError {
        SecretError(description: "cannot read \(path) (\(String(cString: strerror(errno))))")
    }
}
