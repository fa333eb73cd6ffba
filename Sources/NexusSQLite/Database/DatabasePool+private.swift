package import GRDB
import NexusCore

extension DatabasePool {
    /// Opens a database that only this user can read; what is missing is created: folders with mode 0700, the file with 0600.
    /// - Parameters:
    ///   - path: The file. An existing one keeps its mode.
    ///   - busyTimeout: How long a write waits for another process.
    package static func openPrivate(path: String, busyTimeout: Duration) throws(StorageError) -> DatabasePool {
        try PrivateFile.create(path)
        var configuration = Configuration()
        configuration.label = "nexus"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Double(busyTimeout.nanoseconds) / 1_000_000_000)
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        } catch {
            throw StorageError(.failed, path: path)
        }
    }
}
