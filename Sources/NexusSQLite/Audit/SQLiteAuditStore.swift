import GRDB
package import NexusAuth
import NexusCore

/// The table of the audit trail: the lines, and what they are found by.
package struct SQLiteAuditStore: Sendable {
    /// Inserts a line that has been sealed.
    package typealias Insert = (AuditEntry, [UInt8], AuditChain) throws -> Void

    private let pool: DatabasePool
    private let path: String

    /// Opens the file, or creates it.
    /// - Throws: ``StorageError``.
    package init(path: String, isDurable: Bool) throws {
        self.path = path
        self.pool = try DatabasePool.openPrivate(path: path, busyTimeout: .seconds(5))
        do {
            try self.pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")")
                try database.execute(sql: Self.schema)
            }
        } catch { throw StorageError.mapping(error, path: path) }
    }

    /// Seals and inserts lines in one transaction: all or none.
    package func append(_ body: (inout AuditChain, Insert) throws -> Void) throws {
        try self.mapped {
            try self.pool.write { database in
                var chain = try Self.head(database)
                try body(&chain) { entry, line, chain in try Self.insert(entry, line, chain, database) }
            }
        }
    }

    /// Removes the oldest lines up to the first that is not older than a time.
    package func prune(before cutoff: Int64, _ body: (inout AuditChain, UInt64, Insert) throws -> Void) throws {
        try self.mapped {
            try self.pool.write { database in
                let first = try Int64.fetchOne(database, sql: "SELECT min(seq) FROM audit WHERE time >= ?", arguments: [cutoff])
                let last = try Int64.fetchOne(database, sql: "SELECT max(seq) FROM audit") ?? 0
                let removed = (first ?? last) - 1
                let isThere =
                    try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM audit WHERE seq <= ?)", arguments: [removed]) ?? false
                guard removed > 0, isThere else { return }
                try database.execute(sql: "DELETE FROM audit WHERE seq <= ?", arguments: [removed])
                var chain = try Self.head(database)
                try body(&chain, UInt64(removed)) { entry, line, chain in try Self.insert(entry, line, chain, database) }
            }
        }
    }

    /// Returns when everything committed is on disk.
    package func sync() throws {
        try WriteAheadLog.sync(of: self.path)
    }

    /// Closes the file.
    package func close() throws {
        try self.mapped { try self.pool.close() }
    }

    private func mapped(_ body: () throws -> Void) throws {
        do { try body() } catch {
            throw AuditError(.store, (StorageError.mapping(error, path: self.path) as? StorageError)?.description ?? "the database failed")
        }
    }

    private static func head(_ database: Database) throws -> AuditChain {
        guard let row = try Row.fetchOne(database, sql: "SELECT seq, line FROM audit ORDER BY seq DESC LIMIT 1") else {
            return AuditChain()
        }
        let line: String = try row.value("line")
        guard let link = ChainLink(Array(line.utf8)[...]) else { throw AuditError(.store, "the last line of the audit table is damaged") }
        return AuditChain(sequence: link.sequence, hash: link.hash)
    }

    private static func insert(_ entry: AuditEntry, _ line: [UInt8], _ chain: AuditChain, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO audit (seq, kind, time, request_id, user_id, tenant, method, route, status, outcome, line)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            Int64(clamping: chain.sequence), entry.kind.rawValue, entry.time, entry.requestID, entry.userID, entry.tenant, entry.method,
            entry.route,
            entry.status, entry.outcome, String(decoding: line.dropLast(), as: UTF8.self),
        ])
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS audit (
            seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, time INTEGER NOT NULL, request_id TEXT, user_id TEXT, tenant TEXT, method TEXT,
            route TEXT, status INTEGER, outcome TEXT, line TEXT NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS audit_time ON audit (time);
        CREATE INDEX IF NOT EXISTS audit_request ON audit (request_id);
        CREATE INDEX IF NOT EXISTS audit_user ON audit (user_id, time);
        CREATE INDEX IF NOT EXISTS audit_tenant ON audit (tenant, time);
        CREATE INDEX IF NOT EXISTS audit_route ON audit (route, time);
        """
}
