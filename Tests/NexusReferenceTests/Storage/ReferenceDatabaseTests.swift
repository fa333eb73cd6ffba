import Foundation
import GRDB
import NexusCore
import NexusReference
import NexusSQLite
import Testing

@Suite struct ReferenceDatabaseTests {
    @Test func createsFoldersAndFilesForThisUserAlone() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/deep/er/nexus.sqlite"
            let database = try ReferenceDatabase(path: path)
            _ = try await ArticleStore(database: database).create(NewArticle(title: "t"), author: "a", in: tenant("acme"))
            #expect(try mode(folder + "/deep") == 0o700)
            #expect(try mode(folder + "/deep/er") == 0o700)
            #expect(try mode(path) == 0o600)
            #expect(try mode(path + "-wal") == 0o600)
            try database.close()
        }
    }

    @Test func restartKeepsArticlesAndTheirNumbers() async throws {
        try await withTemporaryFolder { folder in
            let acme = try tenant("acme")
            let first = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            let before = try await ArticleStore(database: first).create(NewArticle(title: "kept", body: "b"), author: "u1", in: acme)
            try first.close()
            let second = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            let store = ArticleStore(database: second)
            #expect(try await store.find(before.id, in: acme) == before)
            #expect(try await store.create(NewArticle(title: "next"), author: "u1", in: acme).id == before.id + 1)
            try second.close()
        }
    }

    @Test func aFileInThePlaceOfTheFolderIsOneLine() async throws {
        try await withTemporaryFolder { folder in
            try Data("x".utf8).write(to: URL(filePath: folder + "/file"))
            let path = folder + "/file/nexus.sqlite"
            let error = try #require(throws: StorageError.self) { try ReferenceDatabase(path: path) }
            #expect(error.code == .notWritable)
            #expect(error.path == path)
            #expect(error.description == "nexus.sqlite: the folder or the file cannot be created or written")
        }
    }

    @Test(arguments: ["", "/", "/proc/nexus/nexus.sqlite", "a\0b"])
    func unusablePathsAreRefused(path: String) throws {
        let error = try #require(throws: StorageError.self) { try ReferenceDatabase(path: path) }
        #expect(error.code == .notWritable)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
    func aFolderWithoutWritePermissionIsRefused() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
            let error = try #require(throws: StorageError.self) { try ReferenceDatabase(path: folder + "/nexus.sqlite") }
            #expect(error.code == .notWritable)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
        }
    }

    @Test func aTextFileIsNotADatabase() async throws {
        try await withTemporaryFolder { folder in
            let text = String(repeating: "not a database\n", count: 1000)
            try Data(text.utf8).write(to: URL(filePath: folder + "/nexus.sqlite"))
            let error = try #require(throws: StorageError.self) { try ReferenceDatabase(path: folder + "/nexus.sqlite") }
            #expect(error.code == .notADatabase)
            #expect(try Data(contentsOf: URL(filePath: folder + "/nexus.sqlite")) == Data(text.utf8))
        }
    }

    @Test func aDamagedPageIsAnErrorNotATrap() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/nexus.sqlite"
            let acme = try tenant("acme")
            let database = try ReferenceDatabase(path: path)
            for _ in 0..<50 {
                _ = try await ArticleStore(database: database)
                    .create(NewArticle(title: "t", body: String(repeating: "b", count: 3000)), author: "a", in: acme)
            }
            _ = try await database.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try database.close()
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes.replaceSubrange(4096..<bytes.count, with: Data(repeating: 0xA5, count: bytes.count - 4096))
            try bytes.write(to: URL(filePath: path))
            let error = await #expect(throws: StorageError.self) {
                let reopened = try ReferenceDatabase(path: path)
                _ = try await ArticleStore(database: reopened).list(in: acme)
            }
            #expect(error?.code == .damaged)
        }
    }

    @Test func tablesOfANewerVersionAreLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/nexus.sqlite"
            let database = try ReferenceDatabase(path: path)
            try await database.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('of the future')") }
            try database.close()
            let error = try #require(throws: StorageError.self) { try ReferenceDatabase(path: path) }
            #expect(error.code == .newerSchema)
        }
    }

    @Test func aFullDiskIsReportedAndReadingGoesOn() async throws {
        try await withTemporaryFolder { folder in
            let acme = try tenant("acme")
            let database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            let store = ArticleStore(database: database)
            let kept = try await store.create(NewArticle(title: "kept"), author: "a", in: acme)
            try await database.pool.writeWithoutTransaction { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count")
                try database.execute(sql: "PRAGMA max_page_count = \(pages ?? 1)")
            }
            let error = await #expect(throws: StorageError.self) {
                _ = try await store.create(
                    NewArticle(title: "large", body: String(repeating: "b", count: 60_000)), author: "a", in: acme)
            }
            #expect(error?.code == .diskFull)
            #expect(error?.description.contains("INSERT") == false)
            #expect(try await store.list(in: acme).articles == [kept])
            try database.close()
        }
    }

    @Test func aClosedDatabaseSaysSo() async throws {
        try await withTemporaryFolder { folder in
            let database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            try database.close()
            try database.close()
            let error = await #expect(throws: StorageError.self) {
                _ = try await ArticleStore(database: database).list(in: tenant("acme"))
            }
            #expect(error?.code == .closed)
        }
    }
}

func tenant(_ name: String) throws -> TenantID {
    try #require(TenantID(verified: name))
}

private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require((attributes[.posixPermissions] as? NSNumber)?.intValue)
}
