/// The files of a trail, opened one after another in the order of its chain, also while it is written and rotated.
struct TrailFiles {
    private let files: SegmentFiles
    private var lastClosed: UInt64?
    private var isAtEnd = false

    init(_ files: SegmentFiles) {
        self.files = files
    }

    /// The next file; nothing after the one that is written.
    /// - Throws: ``AuditError`` when it cannot be read.
    mutating func next() throws(AuditError) -> LineReader? {
        while !self.isAtEnd {
            if let closed = self.nextClosed() {
                self.lastClosed = closed.lastSequence
                // Retention may have removed it since it was listed.
                if let reader = try LineReader.ifThereIs(closed.path) { return reader }
                continue
            }
            // Opened first and listed again afterwards: whatever was closed in between comes before it, or is it.
            let current = try LineReader.ifThereIs(self.files.path)
            guard self.nextClosed() == nil else { continue }
            self.isAtEnd = true
            return current
        }
        return nil
    }

    private func nextClosed() -> SegmentFiles.Closed? {
        self.files.closed().first { closed in self.lastClosed.map { closed.lastSequence > $0 } ?? true }
    }
}
