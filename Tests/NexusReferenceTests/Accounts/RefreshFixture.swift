import Foundation
import GRDB
import NexusCore
import NexusReference
import Testing

/// A database with the account "ada", and a clock that stands still.
struct RefreshFixture: Sendable {
    let database: ReferenceDatabase
    let users: UserStore
    let store: RefreshTokenStore
    let time: ManualTime
    let ada: Username

    static func with(
        options: RefreshTokenStore.Options = .init(),
        _ body: (RefreshFixture) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            let users = UserStore(database: database, hasher: try .cheap())
            let ada = try await users.add("ada", password: "correct horse", tenant: nil, roles: []).username
            let time = ManualTime()
            let store = RefreshTokenStore(database: database, options: options, time: .manual(time))
            try await body(RefreshFixture(database: database, users: users, store: store, time: time, ada: ada))
            try database.close()
        }
    }

    /// The token that follows one, or nothing when it is refused.
    func rotate(_ token: RefreshToken) async throws -> RefreshToken? {
        guard case .rotated(let next, let username) = try await self.store.refresh(token.text) else { return nil }
        #expect(username == self.ada)
        return next
    }

    /// How many rows the families and their tokens take.
    func rows() async throws -> Int {
        try await self.database.pool.read { database in
            try Int.fetchOne(
                database, sql: "SELECT (SELECT count(*) FROM refresh_family) + (SELECT count(*) FROM refresh_token)") ?? 0
        }
    }

    func inParallel<Value: Sendable>(_ count: Int, _ work: @escaping @Sendable () async throws -> Value) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for _ in 0..<count { group.addTask { try await work() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
