import Foundation
import NexusAuth
import NexusSQLite

/// The trail that `nexus audit` reads: JSON lines, or the table of an SQLite file.
enum AuditTrailFile {
    case lines(String)
    case table(SQLiteAuditReader)

    /// The lines at a path.
    /// - Throws: ``CommandError`` when there is no such file: to find nothing in it would say that nothing happened.
    static func lines(at path: String) throws -> AuditTrailFile {
        guard FileManager.default.fileExists(atPath: path) else { throw CommandError("there is no audit file at \(path)") }
        return .lines(path)
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
            try AuditReader(path: path).search(query) { line in
                try body(line)
                return true
            }
        case .table(let reader):
            try reader.search(query) { _, line in
                try body(line)
                return true
            }
        }
    }

    /// The last records, then new ones as they come, until the task is cancelled.
    func tail(_ count: Int, _ query: AuditQuery, follows: Bool, _ body: (AuditLine) -> Void) async throws {
        switch self {
        case .lines(let path):
            for line in try AuditReader(path: path).last(count, query) { body(line) }
            guard follows else { return }
            var follower = try AuditFollower(path: path, query: query)
            while true {
                for line in try follower.poll() { body(line) }
                try await Task.sleep(for: .milliseconds(200))
            }
        case .table(let reader):
            var (last, seen): ([AuditLine], Int64) = ([], 0)
            try reader.search(query) { sequence, line in
                last.append(line)
                if last.count > count { last.removeFirst() }
                seen = sequence
                return true
            }
            for line in last { body(line) }
            while follows {
                try reader.search(query, after: seen) { sequence, line in
                    body(line)
                    seen = sequence
                    return true
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
