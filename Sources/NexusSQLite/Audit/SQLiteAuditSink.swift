public import NexusAuth
public import NexusCore
import Synchronization

/// The `database` backend: one row per line in an SQLite file with mode 0600, linked into the same chain as the lines of a file.
///
/// A batch is one transaction, so no line is ever torn. With `durability: durable` a commit returns when it is on disk
/// (`synchronous = FULL`); with `buffered` the write-ahead log reaches the disk with the next ``sync()``. One process at a time writes.
/// A table that another program has cut, changed or moved is noticed before every batch, and the chain says so.
public final class SQLiteAuditSink: AuditSink {
    private let config: AuditConfig
    private let time: TimeSource
    private let state: Mutex<State>

    private struct State: Sendable {
        var store: SQLiteAuditStore
        let signer: CheckpointSigner?
        var linesSinceCheckpoint = 0
        var nextPruning = Int64.min
        var warning: String?
    }

    /// Opens the file, or creates it.
    /// - Parameters:
    ///   - config: `path` and the options of durability, retention and checkpoints.
    ///   - time: The clock.
    /// - Throws: ``StorageError`` when the file cannot be opened; `AuditError` when the signing key cannot be used or another process
    ///   writes the file.
    public convenience init(_ config: AuditConfig, time: TimeSource = .system) throws {
        try self.init(config, time: time, calls: .system)
    }

    /// Opens the file with calls that may fail.
    package init(_ config: AuditConfig, time: TimeSource, calls: FileCalls) throws {
        self.config = config
        self.time = time
        let signer = try config.signingKey.map { secret throws(AuditError) in try CheckpointSigner(secret: secret) }
        let store = try SQLiteAuditStore(path: config.path ?? "", isDurable: config.durability == .durable, calls: calls)
        self.state = Mutex(State(store: store, signer: signer))
        // A trail is never empty, so that one that was emptied is known. What fails now fails again with the first batch.
        do { try self.state.withLock { try self.append([], to: &$0, at: time.now()) } } catch {}
    }

    /// Writes lines in one transaction.
    /// - Throws: `AuditError` with what SQLite reports.
    public func write(_ batch: [AuditEntry]) throws {
        try self.state.withLock { state in
            let now = self.time.now()
            try self.append(batch, to: &state, at: now)
            self.prune(&state, at: now)
        }
    }

    /// Returns when every line is on disk.
    /// - Throws: `AuditError` with what SQLite reports.
    public func sync() throws {
        guard self.config.durability == .buffered else { return }
        try self.state.withLock { try $0.store.sync() }
    }

    /// Writes a checkpoint and closes the file.
    /// - Throws: `AuditError` with what SQLite reports.
    public func close() throws {
        try self.state.withLock { state in
            guard state.linesSinceCheckpoint > 0 else { return }
            let (signer, now) = (state.signer, self.time.now().unixNanoseconds)
            try state.store.append { chain, beginning, insert in
                if let beginning { try Self.begin(beginning, &chain, signer, at: now, insert) }
                try Self.checkpoint(&chain, signer, at: now, insert)
            }
            state.linesSinceCheckpoint = 0
        }
        try self.sync()
        try self.state.withLock { try $0.store.close() }
    }

    /// That rows which are too old cannot be removed.
    public var warning: String? { self.state.withLock { $0.warning } }
}

extension SQLiteAuditSink {
    private func append(_ batch: [AuditEntry], to state: inout State, at now: Moment) throws {
        let (signer, interval) = (state.signer, self.config.checkpointInterval)
        var lines = state.linesSinceCheckpoint
        try state.store.append { chain, beginning, insert in
            if let beginning { try Self.begin(beginning, &chain, signer, at: now.unixNanoseconds, insert) }
            var line: [UInt8] = []
            for entry in batch {
                line.removeAll(keepingCapacity: true)
                chain.seal(entry.json, into: &line)
                try insert(entry, line, chain)
                lines += 1
                if lines >= interval {
                    try Self.checkpoint(&chain, signer, at: now.unixNanoseconds, insert)
                    lines = 0
                }
            }
        }
        state.linesSinceCheckpoint = lines
    }

    /// Removes rows that are too old, at most once a minute unless there are more, and says so in the chain under a signature.
    ///
    /// What cannot be removed keeps no record from being written.
    private func prune(_ state: inout State, at now: Moment) {
        guard let age = self.config.retentionAge, now.unixSeconds >= state.nextPruning else { return }
        let signer = state.signer
        state.nextPruning = now.unixSeconds + 60
        do {
            let count = try state.store.prune(before: now.unixNanoseconds &- age.nanoseconds) { chain, removed, insert in
                let entry = AuditEntry.segment(reason: "pruned", at: now.unixNanoseconds, removedThrough: removed)
                try Self.seal(entry, &chain, insert)
                if signer != nil { try Self.checkpoint(&chain, signer, at: now.unixNanoseconds, insert) }
            }
            if count == SQLiteAuditStore.pruningLimit { state.nextPruning = now.unixSeconds }
            state.warning = nil
        } catch {
            let reason = (error as? AuditError)?.description ?? "the database failed"
            state.warning = "rows that are too old cannot be removed: \(reason)"
        }
    }

    /// Says why the chain begins or goes on here. What a process begins with is signed.
    private static func begin(
        _ beginning: SQLiteAuditStore.Beginning,
        _ chain: inout AuditChain,
        _ signer: CheckpointSigner?,
        at nanoseconds: Int64,
        _ insert: SQLiteAuditStore.Insert
    ) throws {
        try self.seal(.segment(reason: beginning.reason, at: nanoseconds, after: beginning.after), &chain, insert)
        if ["first", "resumed"].contains(beginning.reason), signer != nil { try self.checkpoint(&chain, signer, at: nanoseconds, insert) }
    }

    private static func seal(_ entry: AuditEntry, _ chain: inout AuditChain, _ insert: SQLiteAuditStore.Insert) throws {
        var line: [UInt8] = []
        chain.seal(entry.json, into: &line)
        try insert(entry, line, chain)
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
}
