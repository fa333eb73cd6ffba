import GRDB
import NexusAuth

/// The table of the audit trail: the lines, and what they are found by.
///
/// A value behind the sink's lock. It remembers the end of the chain: what the table says about it may be what somebody left of it.
struct SQLiteAuditStore: Sendable {
    /// Inserts a line that has been sealed.
    typealias Insert = (AuditEntry, [UInt8], AuditChain) throws -> Void

    /// Why the chain goes on with a segment line.
    struct Beginning: Sendable {
        /// `AuditSchema`, `segment`.
        var reason: String
        /// The last line that is certainly on disk, when lines after it may be lost.
        var after: AuditChain?
    }

    /// How many rows are removed at once: whoever writes waits for it.
    static let pruningLimit = 10_000

    private let path: String
    private let isDurable: Bool
    private let calls: FileCalls
    /// Nothing while another one has yet to be opened in its place.
    private var database: AuditDatabase?
    private var lock: AuditTableLock?
    /// The last line that this process has committed.
    private var head: AuditChain?
    /// The last line that is certainly on disk.
    private var synced: AuditChain?
    private var beginning: Beginning?
    private var mustWriteOutLog = false

    /// Opens the file, or creates it.
    /// - Throws: ``StorageError``; `AuditError` when another process writes it.
    init(path: String, isDurable: Bool, calls: FileCalls) throws {
        (self.path, self.isDurable, self.calls) = (path, isDurable, calls)
        let database = try AuditDatabase(path: path, isDurable: isDurable)
        self.lock = try AuditTableLock(database: database.target)
        self.database = database
    }

    /// Seals and inserts lines in one transaction: all or none.
    /// - Parameter body: Is told with which segment line to begin, if with one.
    mutating func append(_ body: (inout AuditChain, Beginning?, Insert) throws -> Void) throws {
        let pool = try self.current().pool
        let (known, beginning) = (self.head, self.beginning)
        let (start, end) = try Self.mapped(self.path) {
            try pool.write { database in
                let (start, found) = try Self.place(database, after: known)
                var chain = start
                try body(&chain, beginning ?? found) { entry, line, chain in try Self.insert(entry, line, chain, database) }
                return (start, chain)
            }
        }
        self.head = end
        self.synced = self.synced ?? start
        self.beginning = nil
    }

    /// Removes the oldest lines up to the first that is not older than a time, a limited number at once.
    /// - Returns: How many were removed.
    mutating func prune(before cutoff: Int64, _ body: (inout AuditChain, UInt64, Insert) throws -> Void) throws -> Int {
        guard let known = self.head, let pool = self.database?.pool else { return 0 }
        let (end, count) = try Self.mapped(self.path) {
            try pool.write { database in
                let (start, found) = try Self.place(database, after: known)
                // What somebody else did to the table is said with the next batch, before anything is removed.
                guard found == nil, let range = try Self.old(database, before: cutoff) else { return (known, 0) }
                try database.execute(sql: "DELETE FROM audit WHERE seq <= ?", arguments: [range.upperBound])
                var chain = start
                let count = database.changesCount
                try body(&chain, UInt64(clamping: range.upperBound)) { entry, line, chain in
                    try Self.insert(entry, line, chain, database)
                }
                return (chain, count)
            }
        }
        self.head = end
        return count
    }

    /// Returns when everything committed is on disk.
    mutating func sync() throws {
        let database = try self.current()
        if self.mustWriteOutLog {
            // After a failed sync the system may have dropped pages of the log and report success next time.
            try Self.mapped(self.path) { try database.writeOutLog() }
            self.beginning = self.beginning ?? Beginning(reason: "sync_failed", after: self.synced)
            self.mustWriteOutLog = false
        } else {
            let isThere: Bool
            do throws(AuditError) { isThere = try WriteAheadLog.sync(of: database.target, self.calls) } catch {
                self.mustWriteOutLog = true
                throw error
            }
            // Somebody has removed the log, which SQLite still has open.
            if !isThere { try Self.mapped(self.path) { try database.writeOutLog() } }
        }
        self.synced = self.head
    }

    /// Closes the file.
    mutating func close() throws {
        defer { self.lock = nil }
        try Self.mapped(self.path) { try self.database?.pool.close() }
    }
}

extension SQLiteAuditStore {
    /// The database that is written: another one where another program has moved or removed the file that was open, under a lock that holds.
    private mutating func current() throws -> AuditDatabase {
        if let database {
            guard database.isStill(at: self.path) else {
                try self.leave(database)
                return try self.current()
            }
            try self.holdLock(of: database)
            return database
        }
        let next = try Self.mapped(self.path) { try AuditDatabase(path: self.path, isDurable: self.isDurable) }
        try self.holdLock(of: next)
        self.database = next
        self.beginning = self.beginning ?? Beginning(reason: "moved")
        return next
    }

    /// Whoever holds a lock that lies elsewhere, or nowhere, does not keep anybody out.
    private mutating func holdLock(of database: AuditDatabase) throws(AuditError) {
        guard self.lock?.isHeld(for: database.target) != true else { return }
        self.lock = nil
        self.lock = try AuditTableLock(database: database.target)
    }

    /// Gives up a file that is no longer at its path.
    private mutating func leave(_ database: AuditDatabase) throws {
        // A file can be begun anew. A folder that is gone is a disk that is gone, and not to be made on another one.
        guard database.hasFolder else { throw AuditError(.system, "the folder of the audit table is gone") }
        // What the log holds belongs into the file that was moved: at its old place it would be taken for the next file's.
        do { try database.writeOutLog() } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Somebody reads what the log holds. It is tried again, for without it rows would be gone.
            throw AuditError(.store, "the audit table was moved and is still read by somebody")
        } catch {
            self.beginning = self.beginning ?? Beginning(reason: "sync_failed", after: self.synced)
        }
        try? database.pool.close()
        self.database = nil
        self.mustWriteOutLog = false
    }

    private static func mapped<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as AuditError { throw error } catch {
            let error = StorageError.mapping(error, path: path) as? StorageError
            throw AuditError(.store, error?.description ?? "the database failed")
        }
    }

    /// Where the chain goes on: after the line that this process committed last, whatever the table says.
    private static func place(_ database: Database, after known: AuditChain?) throws -> (AuditChain, Beginning?) {
        let row = try Row.fetchOne(database, sql: "SELECT seq, line FROM audit ORDER BY seq DESC LIMIT 1")
        let link = row.flatMap { String.fromDatabaseValue($0["line"]) }.flatMap { ChainLink(Array($0.utf8)[...]) }
        guard let known else {
            guard row != nil else { return (AuditChain(), Beginning(reason: "first")) }
            guard let link else { throw AuditError(.store, "the last line of the audit table is damaged") }
            return (AuditChain(sequence: link.sequence, hash: link.hash), Beginning(reason: "resumed"))
        }
        let number = UInt64(clamping: try row?.value("seq", as: Int64.self) ?? 0)
        if number == known.sequence, link?.hash == known.hash { return (known, nil) }
        guard number >= known.sequence else { return (known, Beginning(reason: "truncated")) }
        // Rows of somebody else. Their numbers are taken, but nothing of ours follows from them.
        return (AuditChain(sequence: number, hash: known.hash), Beginning(reason: "damaged"))
    }

    /// The oldest rows that are older than a time, a limited number.
    private static func old(_ database: Database, before cutoff: Int64) throws -> ClosedRange<Int64>? {
        let oldest = "(SELECT seq, time FROM audit ORDER BY seq LIMIT \(Self.pruningLimit))"
        guard let first = try Int64.fetchOne(database, sql: "SELECT min(seq) FROM audit"),
            let last = try Int64.fetchOne(database, sql: "SELECT max(seq) FROM \(oldest)")
        else { return nil }
        let kept = try Int64.fetchOne(database, sql: "SELECT min(seq) FROM \(oldest) WHERE time >= ?", arguments: [cutoff])
        let end = kept.map { $0 - 1 } ?? last
        return first <= end ? first...end : nil
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
}
