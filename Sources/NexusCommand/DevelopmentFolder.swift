import Foundation
import NexusCore

/// Where development mode keeps its secret, its database and its audit trail.
struct DevelopmentFolder {
    let path: String

    /// Makes the folder, for its owner alone, and keeps it out of git.
    func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let ignore = "\(self.path)/.gitignore"
            if !FileManager.default.fileExists(atPath: ignore) { try Data("*\n".utf8).write(to: URL(fileURLWithPath: ignore)) }
        } catch {
            throw CommandError("cannot write to the folder \(self.path); start in a folder of your own or pass --config")
        }
    }

    /// The file of a secret that is made once: 64 hexadecimal digits, mode 0600.
    func secret(named name: String) throws -> String {
        let file = "\(self.path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if descriptor < 0 {
            guard errno == EEXIST else { throw CommandError("cannot write \(file): \(String(cString: strerror(errno)))") }
            return file
        }
        defer { close(descriptor) }
        var generator = SystemRandomNumberGenerator()
        let text = (0..<4).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        guard write(descriptor, text, text.utf8.count) == text.utf8.count else {
            unlink(file)
            throw CommandError("cannot write \(file): \(String(cString: strerror(errno)))")
        }
        return file
    }
}
