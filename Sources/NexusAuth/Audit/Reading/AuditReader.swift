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
    ///   - body: Takes a line; `false` ends the search.
    /// - Throws: ``AuditError`` when a file cannot be read; what `body` throws.
    public func search(_ query: AuditQuery, _ body: (AuditLine) throws -> Bool) throws {
        for file in self.files.all() {
            let reader = try LineReader(path: file)
            while let line = try reader.next() {
                guard !line.isTorn, let line = AuditLine(line.bytes), query.matches(line) else { continue }
                guard try body(line) else { return }
            }
        }
    }

    /// The last lines that a query asks for, oldest first.
    /// - Parameters:
    ///   - query: Which lines.
    ///   - count: At most how many.
    /// - Throws: ``AuditError`` when a file cannot be read.
    public func last(_ count: Int, _ query: AuditQuery = AuditQuery()) throws -> [AuditLine] {
        var found: [AuditLine] = []
        for file in self.files.all().reversed() where found.count < count {
            let reader = try LineReader(path: file)
            var lines: [AuditLine] = []
            while let line = try reader.next() {
                guard !line.isTorn, let line = AuditLine(line.bytes), query.matches(line) else { continue }
                lines.append(line)
                if lines.count >= 2 * max(1, count) { lines.removeFirst(lines.count - count) }
            }
            found.insert(contentsOf: lines.suffix(count - found.count), at: 0)
        }
        return found
    }
}
