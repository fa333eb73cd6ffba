import NexusCore

/// Reads records back from JSON-lines files: `nexus audit search`.
public struct AuditReader: Sendable {
    private let files: SegmentFiles

    /// Creates a reader.
    /// - Parameter path: The file that is written; the closed files beside it are read before it.
    public init(path: String) {
        self.files = SegmentFiles(path: path)
    }

    /// Hands over every line that a query asks for, oldest first, in bounded memory.
    /// - Parameters:
    ///   - query: Which lines.
    ///   - report: Takes a line that cannot be read, which may be one that was asked for.
    ///   - body: Takes a line; `false` ends the search.
    /// - Throws: ``AuditError`` when a file cannot be read; what `body` throws.
    public func search(
        _ query: AuditQuery,
        reporting report: (AuditProblem) -> Void = { _ in },
        _ body: (AuditLine) throws -> Bool
    ) throws {
        var files = TrailFiles(self.files)
        while let reader = try files.next() {
            while let line = try Self.next(reader, query, report) {
                guard try body(line) else { return }
            }
        }
    }

    /// The last lines that a query asks for, oldest first.
    /// - Parameters:
    ///   - query: Which lines.
    ///   - count: At most how many.
    ///   - report: Takes a line that cannot be read, which may be one that was asked for.
    /// - Throws: ``AuditError`` when a file cannot be read.
    public func last(
        _ count: Int,
        _ query: AuditQuery = AuditQuery(),
        reporting report: (AuditProblem) -> Void = { _ in }
    ) throws -> [AuditLine] {
        // Opened before the others are listed: where it is closed in between, it is known again.
        let current = try LineReader.ifThereIs(self.files.path)
        var found = try current.map { try Self.last(count, of: $0, query, report) } ?? []
        for file in self.files.closed().reversed() where found.count < count {
            guard let reader = try LineReader.ifThereIs(file.path), reader.facts?.identity != current?.facts?.identity else { continue }
            found.insert(contentsOf: try Self.last(count - found.count, of: reader, query, report), at: 0)
        }
        return found
    }

    private static func last(
        _ count: Int,
        of reader: LineReader,
        _ query: AuditQuery,
        _ report: (AuditProblem) -> Void
    ) throws(AuditError) -> [AuditLine] {
        var lines: [AuditLine] = []
        while let line = try self.next(reader, query, report) {
            lines.append(line)
            if lines.count >= 2 * max(1, count) { lines.removeFirst(lines.count - count) }
        }
        return Array(lines.suffix(count))
    }

    /// The next line that a query asks for.
    private static func next(
        _ reader: LineReader,
        _ query: AuditQuery,
        _ report: (AuditProblem) -> Void
    ) throws(AuditError) -> AuditLine? {
        while let line = try reader.next() {
            guard !line.isTorn else { continue }
            guard let read = AuditLine(line.bytes) else {
                report(.unreadable(line.bytes, file: reader.path, number: reader.count))
                continue
            }
            if query.matches(read) { return read }
        }
        return nil
    }
}
