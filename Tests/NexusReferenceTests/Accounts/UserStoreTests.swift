import Foundation
import GRDB
import NexusCore
import NexusReference
import NexusSQLite
import Synchronization
import Testing

@Suite struct UserStoreTests {
    @Test func anAccountIsFoundAndVerified() async throws {
        try await withUsers { users, database, _ in
            let acme = try tenant("acme")
            let added = try await users.add("Ada@Example.com", password: "correct horse", tenant: acme, roles: ["editor", "\"$x\\"])
            #expect(added.username.rawValue == "ada@example.com")
            #expect(try await users.find("ADA@example.COM") == added)
            #expect(try await users.verify("ada@example.com", password: "correct horse") == added)
            #expect(try await users.verify("ada@example.com", password: "correct hors") == nil)
            let root = try await users.add("root", password: "correct horse", tenant: nil, roles: [])
            #expect(try await users.find("root") == root)
            #expect(try await users.remove("root"))
            #expect(try await !users.remove("root"))
            #expect(try await users.find("root") == nil)
            let stored = try await database.pool.read { try String.fetchOne($0, sql: "SELECT password_hash FROM account") }
            #expect(stored == added.passwordHash.encoded)
            #expect(stored?.hasPrefix("$scrypt$") == true)
        }
    }

    @Test func aNameIsTakenInAnyCase() async throws {
        try await withUsers { users, _, _ in
            let first = try await users.add("ada", password: "correct horse", tenant: nil, roles: ["admin"])
            await #expect(throws: AccountError.usernameTaken) {
                try await users.add("ADA", password: "another password", tenant: nil, roles: [])
            }
            #expect(try await users.find("ada") == first)
        }
    }

    @Test(arguments: ["", " ", "a b", "a\0", "аda", "ada'--", String(repeating: "a", count: 129), "a/b", "a\nb"])
    func malformedNamesAreRefused(name: String) async throws {
        try await withUsers { users, _, _ in
            await #expect(throws: AccountError.malformedUsername) {
                try await users.add(name, password: "correct horse", tenant: nil, roles: [])
            }
            let found = try await users.find(name)
            #expect(found == nil)
        }
    }

    /// The same time for every failure is by construction: each takes exactly one derivation of the same cost.
    @Test(arguments: [
        ("ada", "wrong password"), ("nobody", "correct horse"), ("", "correct horse"), ("' OR 1=1 --", "correct horse"),
        ("ada", ""), ("ada", String(repeating: "x", count: 100_000)), (String(repeating: "a", count: 100_000), "correct horse"),
    ])
    func everyFailureTakesTheSameWay(username: String, password: String) async throws {
        try await withUsers { users, _, derivations in
            try await users.add("ada", password: "correct horse", tenant: nil, roles: [])
            let before = derivations.withLock { $0 }
            #expect(try await users.verify(username, password: password) == nil)
            #expect(derivations.withLock { $0 } == before + 1)
        }
    }

    @Test(arguments: ["password_hash = 'x'", "roles = '{'", "tenant = 'a b'"])
    func aTamperedRowIsAnErrorNotATrap(change: String) async throws {
        try await withUsers { users, database, _ in
            try await users.add("ada", password: "correct horse", tenant: tenant("acme"), roles: [])
            try await database.pool.write { try $0.execute(sql: "UPDATE account SET \(change)") }
            let error = await #expect(throws: StorageError.self) { try await users.find("ada") }
            #expect(error?.code == .damaged)
        }
    }
}

private func withUsers(_ body: (UserStore, ReferenceDatabase, borrowing Mutex<Int>) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
        let database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
        let counter = DerivationCounter()
        let hasher = try PasswordHasher.cheap { derivation in
            counter.count.withLock { $0 += 1 }
            return try derivation()
        }
        try await body(UserStore(database: database, hasher: hasher), database, counter.count)
        try database.close()
    }
}

private final class DerivationCounter: Sendable {
    let count = Mutex(0)
}
