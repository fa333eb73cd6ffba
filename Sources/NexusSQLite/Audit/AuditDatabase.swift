import GRDB
import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The file of an audit table, as it was when it was opened.
struct AuditDatabase: Sendable {
    /// Its connections.
    let pool: DatabasePool
    /// Where it is: behind symbolic links. Its write-ahead log lies beside it.
    let target: String
    private let identity: FileFacts.Identity?

    /// Largest write-ahead log that is kept when it is empty again, in bytes.
    private static let largestIdleLog = 64 * 1024 * 1024

    /// Opens the file, or creates it.
    /// - Throws: ``StorageError``.
    init(path: String, isDurable: Bool) throws {
        try PrivateFile.create(path)
        let target = resolve(path)
        let pool = try DatabasePool.openPrivate(path: target, busyTimeout: .seconds(5))
        do {
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")")
                try database.execute(sql: "PRAGMA journal_size_limit = \(Self.largestIdleLog)")
                try database.execute(sql: Self.schema)
            }
        } catch { throw StorageError.mapping(error, path: path) }
        (self.pool, self.target, self.identity) = (pool, target, FileFacts(path: target)?.identity)
    }

    /// Whether the file is still the one at a path.
    func isStill(at path: String) -> Bool {
        FileFacts(path: path)?.identity == self.identity
    }

    /// Whether the folder that the file was in is there.
    var hasFolder: Bool {
        let folder = self.target.lastIndex(of: "/").map { self.target[...$0] } ?? "."
        return FileFacts(path: String(folder)) != nil
    }

    /// Writes all of the log into the file, and returns when that is on disk.
    func writeOutLog() throws {
        _ = try self.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
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

/// The path without symbolic links, where there is such a file.
private func resolve(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
}
