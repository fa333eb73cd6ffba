import NexusCore

/// The line that begins a file, or goes on after something happened to it.
struct SegmentLine: Sendable {
    /// ``AuditSchema``, `segment`.
    var reason: String
    /// Bytes of a torn line that were cut off.
    var tornBytes: Int?
    /// The number of the last line that retention has removed.
    var removedThrough: UInt64?
    /// The last line that is certainly on disk, when lines after it may be lost.
    var after: AuditChain?

    init(_ reason: String, after: AuditChain? = nil) {
        self.reason = reason
        self.after = after
    }

    /// Whether it says something that a verifier with a key believes only under a signature: that lines were removed. What a process begins
    /// with is signed so that its key stands in the trail from there on.
    var needsSignature: Bool { self.removedThrough != nil || self.reason == "first" || self.reason == "resumed" }

    func json(at nanoseconds: Int64) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginLine(.segment, at: nanoseconds)
        writer.member("reason", self.reason)
        if let tornBytes { writer.member("torn_bytes", tornBytes) }
        if let removedThrough { writer.member("removed_through", removedThrough) }
        if let after {
            writer.member("after_seq", after.sequence)
            writer.member("after_hash", after.hash.text)
        }
        writer.endObject()
        return writer.bytes
    }
}
