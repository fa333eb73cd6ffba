import Foundation
import NexusCore
import NexusReference
import Testing

@Suite struct ArticleStoreTests {
    @Test func jsonHasTheNamesOfTheContract() async throws {
        try await withArticles { store, _ in
            let article = try await store.create(NewArticle(title: "t"), author: "u1", in: tenant("acme"))
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .iso8601
            encoder.outputFormatting = [.sortedKeys]
            let text = try String(decoding: encoder.encode(article), as: UTF8.self)
            #expect(text == #"{"author":"u1","body":"","created_at":"2023-11-14T22:13:20Z","id":1,"title":"t"}"#)
        }
    }

    @Test func bodyMayBeAbsentTitleMayNot() throws {
        let decoder = JSONDecoder()
        #expect(try decoder.decode(NewArticle.self, from: Data(#"{"title":"t"}"#.utf8)) == NewArticle(title: "t"))
        #expect(throws: DecodingError.self) { try decoder.decode(NewArticle.self, from: Data(#"{"body":"b"}"#.utf8)) }
    }

    @Test(arguments: [
        (NewArticle(title: ""), "title"),
        (NewArticle(title: " \u{2003}\n"), "title"),
        (NewArticle(title: String(repeating: "é", count: 201)), "title"),
        (NewArticle(title: "a" + String(repeating: "\u{301}", count: 200)), "title"),
        (NewArticle(title: "a\0b"), "title"),
        (NewArticle(title: "a\u{1B}[31m"), "title"),
        (NewArticle(title: "t", body: String(repeating: "b", count: 65_537)), "body"),
        (NewArticle(title: "t", body: String(repeating: "é", count: 32_769)), "body"),
        (NewArticle(title: "t", body: "a\0b"), "body"),
    ])
    func unacceptableContentIsUnprocessable(new: NewArticle, field: String) async throws {
        try await withArticles { store, _ in
            let acme = try tenant("acme")
            let kept = try await store.create(NewArticle(title: "kept"), author: "a", in: acme)
            for change in [
                { _ = try await store.create(new, author: "a", in: acme) },
                { _ = try await store.replace(kept.id, with: new, in: acme) },
            ] {
                let rejection = await #expect(throws: Rejection.self) { try await change() }
                #expect(rejection?.status == 422)
                #expect(rejection?.field == field)
            }
            #expect(try await store.list(in: acme).articles == [kept])
        }
    }

    @Test func longestContentIsAccepted() async throws {
        try await withArticles { store, _ in
            let new = NewArticle(title: String(repeating: "é", count: 200), body: String(repeating: "b", count: 65_536))
            let article = try await store.create(new, author: "a", in: tenant("acme"))
            #expect(try await store.find(article.id, in: tenant("acme")) == article)
        }
    }

    @Test(arguments: [
        "'); DROP TABLE article; --", "\" OR 1=1 --", "%_*?:@$1", "a\u{301} and á", "🇨🇭👩‍👩‍👧 \u{202E}abc", "\\'\\\"\\n",
        "NULL", "0x00", "１", "1e999",
    ])
    func everyTitleSurvivesUnchanged(title: String) async throws {
        try await withArticles { store, _ in
            let acme = try tenant("acme")
            let article = try await store.create(NewArticle(title: title, body: title + "\n\t" + title), author: title, in: acme)
            let found = try await store.find(article.id, in: acme)
            #expect(found.map { Array($0.title.utf8) } == Array(title.utf8))
            #expect(found.map { Array($0.body.utf8) } == Array((title + "\n\t" + title).utf8))
            #expect(found.map { Array($0.author.utf8) } == Array(title.utf8))
        }
    }

    @Test func anAuthorThatWouldBeCutIsRefused() async throws {
        try await withArticles { store, _ in
            await #expect(throws: Rejection.self) {
                _ = try await store.create(NewArticle(title: "t"), author: "admin\0x", in: tenant("acme"))
            }
        }
    }

    @Test func pagesCoverEverythingOnce() async throws {
        try await withArticles { store, _ in
            let acme = try tenant("acme")
            for number in 1...25 { _ = try await store.create(NewArticle(title: "\(number)"), author: "a", in: acme) }
            for number in [3, 10, 25] as [Int64] { _ = try await store.delete(number, in: acme) }
            var (ids, after, pages): ([Int64], Int64?, Int) = ([], 0, 0)
            while let start = after {
                let page = try await store.list(in: acme, after: start, limit: 7)
                ids += page.articles.map(\.id)
                (after, pages) = (page.next, pages + 1)
            }
            #expect(ids == (1...25).filter { ![3, 10, 25].contains($0) })
            #expect(pages == 4)
            #expect(try await store.list(in: acme).articles.count == 20)
            #expect(try await store.list(in: acme, after: .max).articles.isEmpty)
            #expect(try await store.list(in: acme, after: .min, limit: 100).next == nil)
            #expect(try await store.list(in: acme, limit: 22).next == nil)
        }
    }

    @Test(arguments: [Int.min, -1, 0, 101, .max])
    func limitsOutOfRangeAreUnprocessable(limit: Int) async throws {
        try await withArticles { store, _ in
            let rejection = await #expect(throws: Rejection.self) { _ = try await store.list(in: tenant("acme"), limit: limit) }
            #expect(rejection?.field == "limit")
        }
    }

    @Test func replaceKeepsAuthorAndTime() async throws {
        try await withArticles { store, time in
            let acme = try tenant("acme")
            let old = try await store.create(NewArticle(title: "old", body: "b"), author: "u1", in: acme)
            time.advance(by: .seconds(100))
            let new = try #require(try await store.replace(old.id, with: NewArticle(title: "new"), in: acme))
            #expect((new.id, new.title, new.body, new.author) == (old.id, "new", "", "u1"))
            #expect(new.createdAt == old.createdAt)
            #expect(try await store.find(old.id, in: acme) == new)
            #expect(try await store.replace(99, with: NewArticle(title: "new"), in: acme) == nil)
        }
    }

    @Test func parallelCreationsGetNumbersOfTheirOwn() async throws {
        try await withArticles { store, _ in
            let acme = try tenant("acme")
            let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<100 {
                    group.addTask { try await store.create(NewArticle(title: "\(number)"), author: "a", in: acme).id }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ids.sorted() == Array(1...100))
        }
    }

    @Test func twoServersOnOneFileWaitForEachOther() async throws {
        try await withTemporaryFolder { folder in
            let acme = try tenant("acme")
            let databases = try (0..<2).map { _ in try ReferenceDatabase(path: folder + "/nexus.sqlite") }
            let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<100 {
                    let store = ArticleStore(database: databases[number % 2])
                    group.addTask { try await store.create(NewArticle(title: "\(number)"), author: "a", in: acme).id }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ids.sorted() == Array(1...100))
            for database in databases { try database.close() }
        }
    }
}

private func withArticles(_ body: (ArticleStore, ManualTime) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
        let database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
        let time = ManualTime()
        try await body(ArticleStore(database: database, time: .manual(time)), time)
        try database.close()
    }
}
