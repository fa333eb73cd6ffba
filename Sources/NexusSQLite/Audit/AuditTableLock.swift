import NexusAuth
import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps a second process from writing the same table: SQLite would let them take turns, and neither would know the end of the chain.
///
/// A file of its own: closing any descriptor of a database drops SQLite's own locks on it.
final class AuditTableLock: Sendable {
    private let descriptor: Int32
    private let database: String

    /// - Parameter database: The file of the database.
    /// - Throws: `AuditError` when another process has the lock.
    init(database: String) throws(AuditError) {
        let descriptor = open(database + "-lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AuditError(.system, "the lock of the audit table cannot be opened (\(errno))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw AuditError(.inUse, "\(database) is written by another process")
        }
        (self.descriptor, self.database) = (descriptor, database)
    }

    /// Whether it keeps others from a database: its file is still where they look for it.
    func isHeld(for database: String) -> Bool {
        self.database == database && FileFacts(path: database + "-lock")?.identity == FileFacts(self.descriptor)?.identity
    }

    deinit { close(self.descriptor) }
}
