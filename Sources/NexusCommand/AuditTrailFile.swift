import Foundation
import NexusAuth
import NexusSQLite

/// The trail that `nexus audit` reads: JSON lines, or the table of an SQLite file.
enum AuditTrailFile {
    case lines(String)
    case table(SQLiteAuditReader)

    /// What a file that is there turns out to be.
    /// - Throws: ``CommandError`` when there is no such file: to find nothing in it would say that nothing happened.
    init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw CommandError("there is no audit file at \(path)") }
        // A table that is only in its write-ahead log has no header yet.
        let isTable = path.hasSuffix(".sqlite") || Self.isDatabase(path)
        self = isTable ? .table(try SQLiteAuditReader(path: path)) : .lines(path)
    }

    /// Whether a file begins as an SQLite file does (SQLite, Database File Format 1.3).
    private static func isDatabase(_ path: String) -> Bool {
        let header = Data("SQLite format 3\0".utf8)
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: header.count)) == header
    }

    func verify(_ verifier: AuditVerifier) throws -> AuditVerification {
        switch self {
        case .lines(let path): try verifier.verify(path: path)
        case .table(let reader): try reader.verify(verifier)
        }
    }

    func search(_ query: AuditQuery, _ body: (AuditLine) throws -> Void) throws {
        switch self {
        case .lines(let path):
            try AuditReader(path: path).search(query, reporting: Self.report) { line in
                try body(line)
                return true
            }
        case .table(let reader):
            try reader.search(query, reporting: Self.report) { _, line in
                try body(line)
                return true
            }
        }
    }

    /// Says on standard error that a line cannot be read: it may be one that was asked for.
    private static func report(_ problem: AuditProblem) {
        FileHandle.standardError.write(Data("\(problem)\n".utf8))
    }

    /// The last records, then new ones as they come, until the task is cancelled.
    func tail(_ count: Int, _ query: AuditQuery, follows: Bool, _ body: (AuditLine) -> Void) async throws {
        switch self {
        case .lines(let path):
            // Begun before the last lines are read: what is written in between is seen twice rather than never, and shown once.
            var follower = try AuditFollower(path: path, query: query)
            let last = try AuditReader(path: path).last(count, query, reporting: Self.report)
            for line in last { body(line) }
            var shown = last.last?.sequence ?? 0
            while follows {
                for line in try follower.poll(reporting: Self.report) where line.sequence.map({ $0 > shown }) ?? true { body(line) }
                shown = 0
                try await Task.sleep(for: .milliseconds(200))
            }
        case .table(let reader):
            var end = try reader.lastSequence()
            for line in try reader.last(count, query, upTo: end, reporting: Self.report) { body(line) }
            while follows {
                let start = end
                end = max(start, try reader.lastSequence())
                try reader.search(query, after: start, reporting: Self.report) { sequence, line in
                    guard sequence <= end else { return false }
                    body(line)
                    return true
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
