import Foundation
import GRDB
import NexusAuth
import NexusCore
import NexusSQLite
import Testing

@Suite struct SQLiteTenantDirectoryTests {
    @Test func aTenantIsWhatWasSetAndUnknownOtherwise() async throws {
        try await withDatabasePath { path in
            let directory = try SQLiteTenantDirectory(path: path, time: .manual(ManualTime()))
            let acme = try #require(TenantID(verified: "acme"))
            #expect(try await directory.status(of: acme) == .unknown)
            for status in [TenantStatus.active, .suspended, .active, .unknown, .active] {
                try await directory.set("acme", to: status)
                #expect(try await directory.status(of: acme) == status)
            }
            let lookalike = try #require(TenantID(verified: "Acme"))
            #expect(try await directory.status(of: lookalike) == .unknown)
            try directory.close()
            let reopened = try SQLiteTenantDirectory(path: path)
            #expect(try await reopened.status(of: acme) == .active)
            try reopened.close()
        }
    }

    @Test func aTenantSuspendedElsewhereIsRefusedWithinASecond() async throws {
        try await withDatabasePath { path in
            let time = ManualTime()
            let here = try SQLiteTenantDirectory(path: path, time: .manual(time))
            let elsewhere = try SQLiteTenantDirectory(path: path, time: .manual(ManualTime()))
            let acme = try #require(TenantID(verified: "acme"))
            try await elsewhere.set("acme", to: .active)
            #expect(try await here.status(of: acme) == .active)
            try await elsewhere.set("acme", to: .suspended)
            time.advance(by: .milliseconds(999))
            #expect(try await here.status(of: acme) == .active)
            // A look at a cached status does not keep it.
            time.advance(by: .milliseconds(1))
            #expect(try await here.status(of: acme) == .suspended)
            try here.close()
            try elsewhere.close()
        }
    }

    @Test func withoutCacheEveryLookIsFresh() async throws {
        try await withDatabasePath { path in
            let here = try SQLiteTenantDirectory(path: path, options: .init(cacheLifetime: .zero), time: .manual(ManualTime()))
            let elsewhere = try SQLiteTenantDirectory(path: path)
            let acme = try #require(TenantID(verified: "acme"))
            for status in [TenantStatus.active, .suspended, .unknown] {
                try await elsewhere.set("acme", to: status)
                #expect(try await here.status(of: acme) == status)
            }
            try here.close()
            try elsewhere.close()
        }
    }

    @Test(arguments: ["", "a b", "a\0", "аcme", "'; DROP TABLE tenant; --", String(repeating: "a", count: 129)])
    func malformedTenantsCannotBeSet(tenant: String) async throws {
        try await withDatabasePath { path in
            let directory = try SQLiteTenantDirectory(path: path)
            let error = await #expect(throws: StorageError.self) { try await directory.set(tenant, to: .active) }
            #expect(error?.code == .malformedTenant)
            try directory.close()
        }
    }

    @Test func anAbsentDatabaseIsAnErrorNotAnAnswer() async throws {
        try await withDatabasePath { path in
            let directory = try SQLiteTenantDirectory(path: path)
            let acme = try #require(TenantID(verified: "acme"))
            try directory.close()
            let error = await #expect(throws: StorageError.self) { try await directory.status(of: acme) }
            #expect(error?.code == .closed)
        }
    }

    @Test func aTableOfAnotherShapeIsAnErrorNotATrap() async throws {
        try await withDatabasePath { path in
            let queue = try DatabaseQueue(path: path)
            try await queue.write { database in
                try database.execute(
                    sql: "CREATE TABLE tenant (id TEXT, status); INSERT INTO tenant VALUES ('acme', 'paused'), ('globex', 7)")
            }
            let directory = try SQLiteTenantDirectory(path: path)
            for name in ["acme", "globex"] {
                let tenant = try #require(TenantID(verified: name))
                let error = await #expect(throws: StorageError.self) { try await directory.status(of: tenant) }
                #expect(error?.code == .damaged)
            }
            try directory.close()
        }
    }

    @Test func aTextFileIsNotADatabase() async throws {
        try await withDatabasePath { path in
            try Data(String(repeating: "not a database\n", count: 1000).utf8).write(to: URL(filePath: path))
            let error = try #require(throws: StorageError.self) { try SQLiteTenantDirectory(path: path) }
            #expect(error.code == .notADatabase)
        }
    }
}

private func withDatabasePath(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nexus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path + "/tenants.sqlite")
}
