package import GRDB
public import NexusAuth
public import NexusCore
import Synchronization

/// Tenants in an SQLite database that several processes may share.
///
/// What was read counts for a short time, so a tenant that is suspended elsewhere is refused after at most ``Options/cacheLifetime``;
/// one that is suspended here, at once.
public final class SQLiteTenantDirectory: TenantDirectory {
    /// How the directory remembers.
    public struct Options: Sendable, Hashable {
        /// How long a status that was read counts. Default: one second.
        public var cacheLifetime: Duration
        /// How many tenants are remembered at most. Default: 10,000.
        public var cacheCapacity: Int
        /// How long a change waits for another process that writes. Default: five seconds.
        public var busyTimeout: Duration

        /// Creates options.
        /// - Parameters:
        ///   - cacheLifetime: How long a status that was read counts.
        ///   - cacheCapacity: How many tenants are remembered at most.
        ///   - busyTimeout: How long a change waits for another process that writes.
        public init(cacheLifetime: Duration = .seconds(1), cacheCapacity: Int = 10_000, busyTimeout: Duration = .seconds(5)) {
            self.cacheLifetime = cacheLifetime
            self.cacheCapacity = cacheCapacity
            self.busyTimeout = busyTimeout
        }
    }

    private let pool: DatabasePool
    private let time: TimeSource
    private let cache: Mutex<TenantStatusCache>

    /// Opens a directory, and creates what is missing: the folders with mode 0700, the file with 0600, the table.
    /// - Parameters:
    ///   - path: The database file.
    ///   - options: How the directory remembers.
    ///   - time: Where the time comes from.
    /// - Throws: ``StorageError``.
    public convenience init(path: String, options: Options = Options(), time: TimeSource = .system) throws {
        try self.init(pool: .openPrivate(path: path, busyTimeout: options.busyTimeout), options: options, time: time)
    }

    /// Opens a directory in a database that is open already.
    package init(pool: DatabasePool, options: Options = Options(), time: TimeSource = .system) throws {
        self.pool = pool
        self.time = time
        self.cache = Mutex(TenantStatusCache(lifetime: options.cacheLifetime, capacity: options.cacheCapacity))
        do {
            try pool.write { try $0.execute(sql: Self.table) }
        } catch {
            throw StorageError.mapping(error, path: pool.path)
        }
    }

    /// The status of a tenant; one that is not in the table is unknown.
    /// - Throws: ``StorageError``, or `CancellationError`.
    public func status(of tenant: TenantID) async throws -> TenantStatus {
        let name = tenant.rawValue
        let start = self.time.now().uptimeNanoseconds
        if let status = self.cache.withLock({ $0.status(of: name, at: start) }) { return status }
        let status = try await self.mapped {
            try await self.pool.read { database in
                let statement = try database.cachedStatement(sql: "SELECT status FROM tenant WHERE id = ?")
                guard let row = try Row.fetchOne(statement, arguments: [name]) else { return TenantStatus.unknown }
                guard let status = try TenantStatus(rawValue: row.value("status")) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                }
                return status
            }
        }
        self.cache.withLock { $0.insert(status, for: name, at: start) }
        return status
    }

    /// Adds a tenant, or changes its status; `unknown` removes it.
    /// - Parameters:
    ///   - tenant: The identifier, as tokens spell it.
    ///   - status: The status from now on.
    /// - Throws: ``StorageError``, or `CancellationError`.
    public func set(_ tenant: String, to status: TenantStatus) async throws {
        guard TenantID.isWellFormed(tenant) else { throw StorageError(.malformedTenant, path: self.pool.path) }
        try await self.mapped {
            try await self.pool.write { database in
                if status == .unknown {
                    try database.execute(sql: "DELETE FROM tenant WHERE id = ?", arguments: [tenant])
                } else {
                    try database.execute(
                        sql: "INSERT INTO tenant (id, status) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status",
                        arguments: [tenant, status.rawValue])
                }
            }
        }
        let now = self.time.now().uptimeNanoseconds
        self.cache.withLock { $0.insert(status, for: tenant, at: now) }
    }

    /// Closes the database; later calls throw.
    /// - Throws: ``StorageError``.
    public func close() throws {
        do { try self.pool.close() } catch { throw StorageError.mapping(error, path: self.pool.path) }
    }

    private func mapped<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch { throw StorageError.mapping(error, path: self.pool.path) }
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS tenant (
            id TEXT NOT NULL PRIMARY KEY,
            status TEXT NOT NULL CHECK (status IN ('active', 'suspended'))
        ) STRICT, WITHOUT ROWID
        """
}
