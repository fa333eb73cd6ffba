import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files and folders for this user alone.
enum PrivateFile {
    /// Creates a file and the folders it needs, where they are missing.
    ///
    /// A file that is there is not opened: closing any descriptor of a database drops SQLite's own locks on it.
    static func create(_ path: String) throws(StorageError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw StorageError(.notWritable, path: path) }
        PrivateFolders.make(above: path)
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw StorageError(errno == ENOSPC || errno == EDQUOT ? .diskFull : .notWritable, path: path)
        }
    }
}
