import GRDB
public import NexusAuth
import NexusCore

/// Reads the audit trail back from an SQLite file: `nexus audit verify`, `search` and `tail`.
public struct SQLiteAuditReader: Sendable {
    private let pool: DatabasePool
    private let path: String

    /// Opens a file that is there, also while it is being written.
    /// - Throws: ``StorageError``.
    public init(path: String) throws {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = true
        do { self.pool = try DatabasePool(path: path, configuration: configuration) } catch {
            throw StorageError.mapping(error, path: path)
        }
    }

    /// Hands over every line that a query asks for, oldest first, in bounded memory.
    /// - Parameters:
    ///   - query: Which lines.
    ///   - sequence: Only lines after this number: where the last call ended, to follow.
    ///   - body: Takes a line's number and the line; `false` ends the search.
    /// - Throws: ``StorageError``; what `body` throws.
    public func search(_ query: AuditQuery, after sequence: Int64 = 0, _ body: (Int64, AuditLine) throws -> Bool) throws {
        let (condition, arguments) = Self.condition(query, after: sequence)
        try self.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT seq, line FROM audit WHERE \(condition) ORDER BY seq", arguments: arguments)
            while let row = try rows.next() {
                let text: String = try row.value("line")
                guard let line = AuditLine(Array(text.utf8)) else { continue }
                guard try body(row.value("seq"), line) else { return }
            }
        }
    }

    /// The newest lines that a query asks for, oldest first.
    /// - Parameters:
    ///   - count: How many at most.
    ///   - query: Which lines.
    ///   - end: The number of the last line that counts, such as ``lastSequence()`` gave.
    /// - Throws: ``StorageError``.
    public func last(_ count: Int, _ query: AuditQuery = AuditQuery(), upTo end: Int64 = .max) throws -> [AuditLine] {
        let (condition, arguments) = Self.condition(query, after: 0)
        return try self.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT line FROM audit WHERE \(condition) AND seq <= ? ORDER BY seq DESC LIMIT ?",
                arguments: arguments + [end, max(0, count)])
            var lines: [AuditLine] = []
            while let row = try rows.next() {
                let text: String = try row.value("line")
                if let line = AuditLine(Array(text.utf8)) { lines.append(line) }
            }
            return lines.reversed()
        }
    }

    /// The number of the last line, whatever it is; 0 when there is none.
    /// - Throws: ``StorageError``.
    public func lastSequence() throws -> Int64 {
        try self.read { try Int64.fetchOne($0, sql: "SELECT max(seq) FROM audit") ?? 0 }
    }

    /// Verifies the chain of the table, and that every row is found by what its line says.
    /// - Throws: ``StorageError``.
    public func verify(_ verifier: AuditVerifier = AuditVerifier()) throws -> AuditVerification {
        try self.read { database in
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY seq")
            return try verifier.verify(store: self.path) {
                try rows.next().map { row in
                    let line = String.fromDatabaseValue(row["line"]).map { Array($0.utf8) } ?? []
                    return StoredAuditLine(bytes: line, changedColumn: Self.changedColumn(row, line))
                }
            }
        }
    }

    /// The column that says something else than the line, which alone is in the chain.
    private static func changedColumn(_ row: Row, _ line: [UInt8]) -> String? {
        guard let line = AuditLine(line) else { return nil }
        func differs(_ column: String, from value: (any DatabaseValueConvertible)?) -> Bool {
            row[column] as DatabaseValue? != value?.databaseValue ?? .null
        }
        if differs("seq", from: line.members["seq"]?.integerValue) { return "seq" }
        if differs("time", from: line.time) { return "time" }
        if differs("status", from: line.members["status"]?.integerValue) { return "status" }
        return ["kind", "request_id", "user_id", "tenant", "method", "route", "outcome"].first {
            differs($0, from: line.members[$0]?.stringValue)
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try self.pool.read(body) } catch { throw StorageError.mapping(error, path: self.path) }
    }

    private static func condition(_ query: AuditQuery, after sequence: Int64) -> (String, StatementArguments) {
        var conditions = ["seq > ?"]
        var arguments: StatementArguments = [sequence]
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        if !query.includesOtherKinds { add("kind = ?", AuditEntry.Kind.request.rawValue) }
        add("user_id = ?", query.userID)
        add("tenant = ?", query.tenant)
        add("route = ?", query.route)
        add("method = ?", query.method)
        add("request_id = ?", query.requestID)
        add("outcome = ?", query.outcome?.rawValue)
        add("status >= ?", query.status?.lowerBound)
        add("status <= ?", query.status?.upperBound)
        add("time >= ?", query.from)
        add("time < ?", query.until)
        return (conditions.joined(separator: " AND "), arguments)
    }
}
