import GRDB
public import NexusAuth
public import NexusCore
import Synchronization

/// The `database` backend: one row per line in an SQLite file with mode 0600, linked into the same chain as the lines of a file.
///
/// A batch is one transaction, so no line is ever torn. With `durability: durable` a commit returns when it is on disk
/// (`synchronous = FULL`); with `buffered` the write-ahead log reaches the disk with the next ``sync()``. One process at a time writes.
public final class SQLiteAuditSink: AuditSink {
    private let store: SQLiteAuditStore
    private let config: AuditConfig
    private let time: TimeSource
    private let sealer: Mutex<Sealer>

    private struct Sealer: Sendable {
        let signer: CheckpointSigner?
        var linesSinceCheckpoint = 0
        var hasBegun = false
        var nextPruning = Int64.min
    }

    /// Opens the file, or creates it.
    /// - Parameters:
    ///   - config: `path` and the options of durability, retention and checkpoints.
    ///   - time: The clock.
    /// - Throws: ``StorageError`` when the file cannot be opened; `AuditError` when the signing key cannot be used.
    public init(_ config: AuditConfig, time: TimeSource = .system) throws {
        self.config = config
        self.time = time
        let signer = try config.signingKey.map { secret throws(AuditError) in try CheckpointSigner(secret: secret) }
        self.sealer = Mutex(Sealer(signer: signer))
        self.store = try SQLiteAuditStore(path: config.path ?? "", isDurable: config.durability == .durable)
    }

    /// Writes lines in one transaction.
    /// - Throws: `AuditError` with what SQLite reports.
    public func write(_ batch: [AuditEntry]) throws {
        try self.sealer.withLock { sealer in
            let now = self.time.now()
            if !sealer.hasBegun { try self.begin(&sealer, now: now) }
            // Before the batch: what fails after it was written would have it written again.
            try self.prune(&sealer, now: now)
            var next = sealer
            try self.store.append { chain, insert in
                var line: [UInt8] = []
                for entry in batch {
                    line.removeAll(keepingCapacity: true)
                    chain.seal(entry.json, into: &line)
                    try insert(entry, line, chain)
                    next.linesSinceCheckpoint += 1
                    if next.linesSinceCheckpoint >= self.config.checkpointInterval {
                        try Self.checkpoint(&chain, next.signer, at: now.unixNanoseconds, insert)
                        next.linesSinceCheckpoint = 0
                    }
                }
            }
            sealer = next
        }
    }

    /// Returns when every line is on disk.
    /// - Throws: `AuditError` with what SQLite reports.
    public func sync() throws {
        if self.config.durability == .buffered { try self.store.sync() }
    }

    /// Writes a checkpoint and closes the file.
    /// - Throws: `AuditError` with what SQLite reports.
    public func close() throws {
        try self.sealer.withLock { sealer in
            if sealer.linesSinceCheckpoint > 0 {
                let (signer, now) = (sealer.signer, self.time.now().unixNanoseconds)
                try self.store.append { chain, insert in try Self.checkpoint(&chain, signer, at: now, insert) }
                sealer.linesSinceCheckpoint = 0
            }
        }
        try self.sync()
        try self.store.close()
    }

    /// Says that a process goes on with the chain.
    private func begin(_ sealer: inout Sealer, now: Moment) throws {
        try self.store.append { chain, insert in
            let entry = AuditEntry.segment(reason: chain.sequence == 0 ? "first" : "resumed", at: now.unixNanoseconds)
            var line: [UInt8] = []
            chain.seal(entry.json, into: &line)
            try insert(entry, line, chain)
        }
        sealer.hasBegun = true
    }

    private static func checkpoint(
        _ chain: inout AuditChain,
        _ signer: CheckpointSigner?,
        at nanoseconds: Int64,
        _ insert: SQLiteAuditStore.Insert
    ) throws {
        var line: [UInt8] = []
        chain.sealCheckpoint(at: nanoseconds, signer: signer, into: &line)
        try insert(AuditEntry(kind: .checkpoint, time: nanoseconds, json: []), line, chain)
    }

    /// Removes rows that are too old, at most once a minute, and says so in the chain.
    private func prune(_ sealer: inout Sealer, now: Moment) throws {
        guard let age = self.config.retentionAge, now.unixSeconds >= sealer.nextPruning else { return }
        let cutoff = now.unixNanoseconds &- age.nanoseconds
        try self.store.prune(before: cutoff) { chain, removed, insert in
            let entry = AuditEntry.segment(reason: "pruned", at: now.unixNanoseconds, removedThrough: removed)
            var line: [UInt8] = []
            chain.seal(entry.json, into: &line)
            try insert(entry, line, chain)
        }
        sealer.nextPruning = now.unixSeconds + 60
    }
}
