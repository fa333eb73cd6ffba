extension AuditEntry {
    /// The line that begins a trail, or goes on after something happened to it.
    /// - Parameters:
    ///   - reason: ``AuditSchema``, `segment`.
    ///   - nanoseconds: Since the Unix epoch.
    ///   - removedThrough: The number of the last line that retention has removed.
    ///   - last: The last line that is certainly on disk, when lines after it may be lost.
    package static func segment(
        reason: String,
        at nanoseconds: Int64,
        removedThrough: UInt64? = nil,
        after last: AuditChain? = nil
    ) -> AuditEntry {
        var line = SegmentLine(reason, after: last)
        line.removedThrough = removedThrough
        return AuditEntry(kind: .segment, time: nanoseconds, json: line.json(at: nanoseconds))
    }
}
