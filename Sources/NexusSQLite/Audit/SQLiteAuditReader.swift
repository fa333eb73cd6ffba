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
    ///
    /// Lines are read a page at a time, and none is read while `body` runs: a reader that pauses does not keep the write-ahead log growing.
    /// - Parameters:
    ///   - query: Which lines.
    ///   - sequence: Only lines after this number: where the last call ended, to follow.
    ///   - report: Takes a line that cannot be read, which may be one that was asked for.
    ///   - body: Takes a line's number and the line; `false` ends the search.
    /// - Throws: ``StorageError``; what `body` throws.
    public func search(
        _ query: AuditQuery,
        after sequence: Int64 = 0,
        reporting report: (AuditProblem) -> Void = { _ in },
        _ body: (Int64, AuditLine) throws -> Bool
    ) throws {
        var page = Page(after: sequence)
        while let rows = try self.read({ try page.next($0, query) }) {
            for (number, text) in rows {
                guard let line = self.line(text, number, report) else { continue }
                guard try body(number, line) else { return }
            }
        }
    }

    private func line(_ text: String, _ number: Int64, _ report: (AuditProblem) -> Void) -> AuditLine? {
        let bytes = Array(text.utf8)
        guard let line = AuditLine(bytes) else {
            report(.unreadable(bytes, file: self.path, number: Int(number)))
            return nil
        }
        return line
    }

    /// The newest lines that a query asks for, oldest first.
    /// - Parameters:
    ///   - count: How many at most.
    ///   - query: Which lines.
    ///   - end: The number of the last line that counts, such as ``lastSequence()`` gave.
    ///   - report: Takes a line that cannot be read, which may be one that was asked for.
    /// - Throws: ``StorageError``.
    public func last(
        _ count: Int,
        _ query: AuditQuery = AuditQuery(),
        upTo end: Int64 = .max,
        reporting report: (AuditProblem) -> Void = { _ in }
    ) throws -> [AuditLine] {
        let (condition, arguments) = Self.condition(query, after: 0)
        return try self.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT seq, line FROM audit WHERE \(condition) AND seq <= ? ORDER BY seq DESC LIMIT ?",
                arguments: arguments + [end, max(0, count)])
            var lines: [AuditLine] = []
            while let row = try rows.next() {
                if let line = self.line(try row.value("line"), try row.value("seq"), report) { lines.append(line) }
            }
            return lines.reversed()
        }
    }

    /// The number of the last line, whatever it is; 0 when there is none.
    /// - Throws: ``StorageError``.
    public func lastSequence() throws -> Int64 {
        try self.read { try Int64.fetchOne($0, sql: "SELECT max(seq) FROM audit") ?? 0 }
    }

    /// Verifies the chain of the table, and that every row is found by what its line says, as the table is at one moment.
    /// - Throws: ``StorageError``.
    public func verify(_ verifier: AuditVerifier = AuditVerifier()) throws -> AuditVerification {
        try self.read { database in
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY seq")
            return try verifier.verify(store: self.path) {
                try rows.next().map { row in
                    let bytes = String.fromDatabaseValue(row["line"]).map { Array($0.utf8) } ?? []
                    let line = AuditLine(bytes)
                    return StoredAuditLine(
                        bytes: bytes, isReadable: line != nil, changedColumn: line.flatMap { Self.changedColumn(row, $0) })
                }
            }
        }
    }

    /// The column that says something else than the line, which alone is in the chain.
    private static func changedColumn(_ row: Row, _ line: AuditLine) -> String? {
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

    /// A way through the table, page by page.
    private struct Page {
        /// Bytes of lines after which a page ends.
        static let maximumBytes = 16 * 1024 * 1024

        private var sequence: Int64
        private var limit = 1_000
        private var isLast = false

        init(after sequence: Int64) {
            self.sequence = sequence
        }

        /// The next rows, or nothing after the last. Pages grow: SQLite may look at every row of a user to find the next of them.
        mutating func next(_ database: Database, _ query: AuditQuery) throws -> [(Int64, String)]? {
            guard !self.isLast else { return nil }
            let (condition, arguments) = SQLiteAuditReader.condition(query, after: self.sequence)
            let rows = try Row.fetchCursor(
                database, sql: "SELECT seq, line FROM audit WHERE \(condition) ORDER BY seq LIMIT \(self.limit)", arguments: arguments)
            var found: [(Int64, String)] = []
            var bytes = 0
            while bytes < Self.maximumBytes, let row = try rows.next() {
                let text: String = try row.value("line")
                bytes += text.utf8.count
                self.sequence = try row.value("seq")
                found.append((self.sequence, text))
            }
            self.isLast = bytes < Self.maximumBytes && found.count < self.limit
            self.limit = min(2 * self.limit, 64_000)
            return found
        }
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
