import NexusCore

/// Follows a file that is being written, across rotation: `nexus audit tail`.
///
/// Whoever uses it calls ``poll(reporting:)`` from time to time.
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
    /// - Parameter report: Takes a line that cannot be read, which may be one that was asked for.
    /// - Throws: ``AuditError`` when the file cannot be read.
    public mutating func poll(reporting report: (AuditProblem) -> Void = { _ in }) throws(AuditError) -> [AuditLine] {
        var found: [AuditLine] = []
        while true {
            // Asked before the file is drained: once another file follows it, nothing more comes to it.
            let next = self.nextFile()
            if let reader { try self.drain(reader, into: &found, report) }
            guard let next else { return found }
            self.reader = try LineReader(path: next)
        }
    }

    /// The file after the one that is open, if there is one.
    private func nextFile() -> String? {
        guard let identity = self.reader?.facts?.identity else { return self.files.all().last }
        // Asked before the files are listed: one that is closed in between is among them.
        if FileFacts(path: self.files.path)?.identity == identity { return nil }
        let files = self.files.all()
        guard let index = files.lastIndex(where: { FileFacts(path: $0)?.identity == identity }) else { return files.last }
        return index + 1 < files.count ? files[index + 1] : nil
    }

    private func drain(
        _ reader: LineReader,
        into found: inout [AuditLine],
        _ report: (AuditProblem) -> Void
    ) throws(AuditError) {
        while let line = try reader.nextWhole() {
            guard let read = AuditLine(line.bytes) else {
                // Where the file was not read from its beginning, lines have no number.
                report(.unreadable(line.bytes, file: self.files.path, number: 0))
                continue
            }
            if self.query.matches(read) { found.append(read) }
        }
    }
}
