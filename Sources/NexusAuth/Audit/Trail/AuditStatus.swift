/// How the audit trail is doing: what `/readyz` and the metrics tell.
public struct AuditStatus: Sendable, Hashable {
    /// Whether the last write succeeded, none has taken more than five seconds so far, and nothing keeps the trail from what it was asked
    /// to do.
    public var isHealthy: Bool
    /// What is wrong, or was last.
    public var lastError: String?
    /// Records accepted since the start.
    public var accepted: UInt64
    /// Records written since the start; with ``AuditConfig/Durability/durable``, on disk.
    public var written: UInt64
    /// Records that wait to be written.
    public var queued: Int
    /// Records given up because there was no room.
    public var shed: UInt64
    /// Records given up at shut-down because they could not be written in time.
    public var lost: UInt64
    /// Calls of the sink that failed.
    public var failures: UInt64
    /// How long the last batch took to be written (and synced), in nanoseconds.
    public var lastFlushNanoseconds: Int64
    /// How long the slowest batch took, in nanoseconds.
    public var slowestFlushNanoseconds: Int64
}
