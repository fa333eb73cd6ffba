import NexusCore

/// Follows a file that is being written, across rotation: `nexus audit tail`.
///
/// Whoever uses it calls ``poll()`` from time to time.
public struct AuditFollower: ~Copyable {
    private let files: SegmentFiles
    private let query: AuditQuery
    private var reader: LineReader?

    /// Begins at the present end of a file, which need not exist yet.
    /// - Parameters:
    ///   - path: The file that is written.
    ///   - query: Which lines.
    /// - Throws: ``AuditError`` when the file exists and cannot be read.
    public init(path: String, query: AuditQuery = AuditQuery()) throws(AuditError) {
        self.files = SegmentFiles(path: path)
        self.query = query
        guard let facts = FileFacts(path: path) else { return }
        self.reader = try LineReader(path: path, from: facts.size)
    }

    /// The lines asked for that were written since the last call. Never a line that is not whole.
    /// - Throws: ``AuditError`` when the file cannot be read.
    public mutating func poll() throws(AuditError) -> [AuditLine] {
        var found: [AuditLine] = []
        while true {
            // Asked before the file is drained: once another file follows it, nothing more comes to it.
            let next = self.nextFile()
            if let reader { try self.drain(reader, into: &found) }
            guard let next else { return found }
            self.reader = try LineReader(path: next)
        }
    }

    /// The file after the one that is open, if there is one.
    private func nextFile() -> String? {
        let files = self.files.all()
        guard let identity = self.reader?.facts?.identity else { return files.last }
        if FileFacts(path: self.files.path)?.identity == identity { return nil }
        guard let index = files.lastIndex(where: { FileFacts(path: $0)?.identity == identity }) else { return files.last }
        return index + 1 < files.count ? files[index + 1] : nil
    }

    private func drain(_ reader: LineReader, into found: inout [AuditLine]) throws(AuditError) {
        while let line = try reader.nextWhole() {
            if let line = AuditLine(line.bytes), self.query.matches(line) { found.append(line) }
        }
    }
}
