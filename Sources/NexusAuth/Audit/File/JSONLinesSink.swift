public import NexusCore
import Synchronization

/// The `logging` backend: JSON lines, linked into a chain, in a file with mode 0600 or on standard output.
///
/// One process at a time writes a file. At start the chain goes on where it ended, and a line that was torn when the machine
/// stopped is cut off. Files are closed by size and by time and named after their last line; a file that another program moves,
/// deletes or cuts is noticed before and after every batch. After a failed sync the file is closed for good and the next one
/// says from where on lines may be missing.
public final class JSONLinesSink: AuditSink {
    private let store: Mutex<LineStore>

    /// Opens the file; missing folders are made, with mode 0700.
    /// - Parameters:
    ///   - config: `path` and the options of rotation, retention and checkpoints.
    ///   - time: The clock.
    /// - Throws: ``AuditError`` when the file cannot be opened or another process writes it.
    public convenience init(_ config: AuditConfig, time: TimeSource = .system) throws(AuditError) {
        try self.init(config, time: time, calls: .system)
    }

    /// Opens the file with calls that may fail.
    package init(_ config: AuditConfig, time: TimeSource, calls: FileCalls) throws(AuditError) {
        if let path = config.path { PrivateFolders.make(above: path) }
        self.store = Mutex(try LineStore(path: config.path, config: config, calls: calls, time: time))
    }

    /// Writes lines, all or none.
    /// - Throws: ``AuditError``.
    public func write(_ batch: [AuditEntry]) throws {
        try self.store.withLock { store throws(AuditError) in try store.write(batch) }
    }

    /// Returns when every line is on disk.
    /// - Throws: ``AuditError``; the file is then closed for good.
    public func sync() throws {
        try self.store.withLock { store throws(AuditError) in try store.sync() }
    }

    /// Writes a checkpoint and closes the file.
    /// - Throws: ``AuditError``.
    public func close() throws {
        try self.store.withLock { store throws(AuditError) in try store.close() }
    }

    /// That the file cannot be rotated, or was found damaged.
    public var warning: String? { self.store.withLock { $0.warning } }
}
