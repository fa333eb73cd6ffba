package import GRDB
import NexusCore
import NexusSQLite

/// The SQLite database of the reference API: its tables, and the one place where its failures become ``StorageError``.
package final class ReferenceDatabase: Sendable {
    /// The open database, for a component that keeps a table of its own in the same file.
    package let pool: DatabasePool

    /// Opens the database, and creates what is missing: the folders with mode 0700, the file with 0600, the tables.
    /// - Parameters:
    ///   - path: The file.
    ///   - busyTimeout: How long a write waits for another process.
    package init(path: String, busyTimeout: Duration = .seconds(5)) throws {
        self.pool = try .openPrivate(path: path, busyTimeout: busyTimeout)
        let migrator = DatabaseMigrator.reference
        let isNewer = try self.mapped { try self.pool.read { try migrator.hasBeenSuperseded($0) } }
        guard !isNewer else { throw StorageError(.newerSchema, path: path) }
        try self.mapped { try migrator.migrate(self.pool) }
    }

    /// Finds out whether the file is there and can be read.
    func check() async throws {
        // An open file that was removed can still be read.
        guard FileFacts(path: self.pool.path) != nil else { throw StorageError(.notWritable, path: self.pool.path) }
        _ = try await self.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
    }

    /// Closes the database; later calls throw.
    package func close() throws {
        try self.mapped { try self.pool.close() }
    }

    /// Reads a snapshot.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await self.pool.read(body) } catch { throw StorageError.mapping(error, path: self.pool.path) }
    }

    /// Changes the database, in one transaction.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await self.pool.write(body) } catch { throw StorageError.mapping(error, path: self.pool.path) }
    }

    private func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw StorageError.mapping(error, path: self.pool.path) }
    }
}
