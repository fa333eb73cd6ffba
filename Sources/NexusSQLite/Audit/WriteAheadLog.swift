import NexusAuth

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The log beside a database, which SQLite itself syncs with a checkpoint only (`synchronous = NORMAL`).
enum WriteAheadLog {
    /// Returns when everything committed is on disk. Unlike a checkpoint it waits for nobody who reads.
    ///
    /// SQLite keeps no lock on this file, so that closing a descriptor of it drops none.
    /// - Returns: Whether there is such a log.
    static func sync(of database: String, _ calls: FileCalls) throws(AuditError) -> Bool {
        let descriptor = open(database + "-wal", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw AuditError(.system, "the log of the audit table cannot be opened (\(errno))") }
            return false
        }
        defer { close(descriptor) }
        try calls.sync(descriptor)
        return true
    }
}
