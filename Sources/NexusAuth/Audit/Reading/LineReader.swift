import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads a file line by line, in bounded memory.
final class LineReader {
    /// A line, and whether the file ended before it did.
    struct Line {
        let bytes: [UInt8]
        let isTorn: Bool
    }

    let path: String
    private let descriptor: Int32
    private var chunk: [UInt8] = []
    private var position = 0
    private var partial: [UInt8] = []

    /// - Throws: ``AuditError`` when the file cannot be read.
    convenience init(path: String, from offset: Int = 0) throws(AuditError) {
        let descriptor = openForReading(path)
        guard descriptor >= 0 else { throw .system("open", path, errno: errno) }
        lseek(descriptor, off_t(offset), SEEK_SET)
        self.init(path, descriptor)
    }

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a file; nothing when there is none.
    /// - Throws: ``AuditError`` when it is there and cannot be read.
    static func ifThereIs(_ path: String) throws(AuditError) -> LineReader? {
        let descriptor = openForReading(path)
        guard descriptor < 0 else { return LineReader(path, descriptor) }
        guard errno == ENOENT else { throw .system("open", path, errno: errno) }
        return nil
    }

    deinit { closeReader(self.descriptor) }

    /// What the open file is.
    var facts: FileFacts? { FileFacts(self.descriptor) }

    /// Whether a process has the file open to write it.
    var isBeingWritten: Bool {
        guard flock(self.descriptor, LOCK_SH | LOCK_NB) != 0 else {
            flock(self.descriptor, LOCK_UN)
            return false
        }
        return errno == EWOULDBLOCK
    }

    /// How many lines were read.
    private(set) var count = 0

    /// The next line, whole or torn; nothing at the end.
    func next() throws(AuditError) -> Line? {
        if let line = try self.nextWhole() { return line }
        guard !self.partial.isEmpty else { return nil }
        defer { self.partial = [] }
        self.count += 1
        return Line(bytes: self.partial, isTorn: true)
    }

    /// The next line that has its end; one that has none yet is kept until it has.
    func nextWhole() throws(AuditError) -> Line? {
        while true {
            if let end = self.chunk[self.position...].firstIndex(of: UInt8(ascii: "\n")) {
                let bytes = self.partial + self.chunk[self.position..<end]
                self.partial = []
                self.position = end + 1
                self.count += 1
                return Line(bytes: bytes, isTorn: false)
            }
            self.partial += self.chunk[self.position...]
            guard self.partial.count <= FileTail.maximumLine else {
                throw AuditError(.system, "\(self.path) has a line of more than \(FileTail.maximumLine) bytes")
            }
            guard try self.fill() else { return nil }
        }
    }

    private func fill() throws(AuditError) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var count = readChunk(self.descriptor, &buffer)
        while count < 0, errno == EINTR { count = readChunk(self.descriptor, &buffer) }
        guard count >= 0 else { throw .system("read", self.path, errno: errno) }
        buffer.removeLast(buffer.count - count)
        (self.chunk, self.position) = (buffer, 0)
        return count > 0
    }
}

private func openForReading(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }

private func readChunk(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int { read(descriptor, &buffer, buffer.count) }

private func closeReader(_ descriptor: Int32) { close(descriptor) }
