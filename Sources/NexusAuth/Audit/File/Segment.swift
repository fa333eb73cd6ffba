import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One open file of the trail.
struct Segment: Sendable {
    let descriptor: Int32
    let identity: FileFacts.Identity?
    /// Bytes of whole lines.
    private(set) var size: Int
    /// When it was last written before it was opened, in seconds since the Unix epoch; `nil` when it was empty.
    let modified: Int64?
    private var hasTornLine = false
    private let calls: FileCalls

    /// Standard output, or another stream that only takes bytes.
    init(stream descriptor: Int32, calls: FileCalls) {
        (self.descriptor, self.identity, self.size, self.modified, self.calls) = (descriptor, nil, 0, nil, calls)
    }

    /// Opens a file, alone.
    /// - Throws: ``AuditError`` when it cannot be opened or another process writes it.
    init(path: String, calls: FileCalls) throws(AuditError) {
        let descriptor = try calls.open(path)
        guard let facts = FileFacts(descriptor) else {
            closeDescriptor(descriptor)
            throw .system("examine", path, errno: errno)
        }
        if facts.isRegular, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            closeDescriptor(descriptor)
            throw AuditError(.inUse, "\(path) is written by another process")
        }
        self.descriptor = descriptor
        self.identity = facts.isRegular ? facts.identity : nil
        self.size = facts.isRegular ? facts.size : 0
        self.modified = facts.isRegular && facts.size > 0 ? facts.modified / 1_000_000_000 : nil
        self.calls = calls
    }

    /// Whether it is a file rather than a stream.
    var isFile: Bool { self.identity != nil }

    /// Appends whole lines, all or none.
    /// - Throws: ``AuditError`` when they cannot all be written; what was written of them has then been cut off again.
    mutating func append(_ lines: [UInt8]) throws(AuditError) {
        let bytes = self.hasTornLine ? [UInt8(ascii: "\n")] + lines : lines
        var done = 0
        while done < bytes.count {
            do throws(AuditError) {
                done += try self.write(bytes[done...])
            } catch {
                try self.undo(written: done)
                throw error
            }
        }
        self.hasTornLine = false
        self.size += bytes.count
    }

    /// Cuts off what stands after the whole lines. A stream cannot be cut: its torn line is ended before the next one.
    private mutating func undo(written: Int) throws(AuditError) {
        if self.isFile { try self.calls.truncate(self.descriptor, self.size) } else if written > 0 { self.hasTornLine = true }
    }

    /// Cuts a torn line off.
    mutating func cut(to size: Int) throws(AuditError) {
        try self.calls.truncate(self.descriptor, size)
        self.size = size
    }

    /// Starts again at the file's present end, after another program has cut it.
    mutating func adopt(size: Int) {
        self.size = size
    }

    /// Returns when everything appended is on disk.
    func sync() throws(AuditError) {
        if self.isFile { try self.calls.sync(self.descriptor) }
    }

    /// Gives the descriptor back, except standard output.
    func close() {
        if self.descriptor > STDERR_FILENO { closeDescriptor(self.descriptor) }
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws(AuditError) -> Int {
        let calls = self.calls
        let descriptor = self.descriptor
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(AuditError) in try calls.write(descriptor, buffer) }
        }
        return try result.get()
    }
}

private func closeDescriptor(_ descriptor: Int32) {
    _ = close(descriptor)
}
