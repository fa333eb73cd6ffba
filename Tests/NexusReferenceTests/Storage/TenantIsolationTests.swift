import NexusCore
import NexusReference
import Testing

/// Random operations of many tenants, each answer compared with a dictionary per tenant.
@Suite struct TenantIsolationTests {
    private struct Model {
        var articles: [Int64: Article] = [:]
        var lastID: Int64 = 0
    }

    /// Names that differ in case, in one character, or that a careless pattern or prefix would confuse.
    private static let names = ["acme", "Acme", "ACME", "acme.", "acme:1", "acme:10", "a", "_cme", "a-me", "globex", "globex@x", "0", "00"]

    @Test(arguments: [1, 2, 3] as [UInt64])
    func noTenantSeesAnothersRow(seed: UInt64) async throws {
        try await withTemporaryFolder { folder in
            var random = SplitMix(state: seed)
            let tenants = try Self.names.map(tenant)
            var models = [Model](repeating: Model(), count: tenants.count)
            var database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            for step in 0..<2000 {
                if step % 500 == 499 {
                    try database.close()
                    database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
                }
                let store = ArticleStore(database: database)
                let index = Int.random(in: tenants.indices, using: &random)
                // Numbers of other tenants are guessed as often as own ones.
                let id = Int64.random(in: -1...30, using: &random)
                let new = NewArticle(title: "\(Self.names[index]) \(step)", body: "\(step)")
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<3:
                    let article = try await store.create(new, author: Self.names[index], in: tenants[index])
                    models[index].lastID += 1
                    #expect(article.id == models[index].lastID)
                    models[index].articles[article.id] = article
                case 3:
                    let article = try await store.replace(id, with: new, in: tenants[index])
                    #expect((article == nil) == (models[index].articles[id] == nil))
                    if let article { models[index].articles[id] = article }
                case 4, 5:
                    let isDeleted = try await store.delete(id, in: tenants[index])
                    #expect(isDeleted == (models[index].articles.removeValue(forKey: id) != nil))
                case 6, 7:
                    #expect(try await store.find(id, in: tenants[index]) == models[index].articles[id])
                default:
                    let limit = Int.random(in: 1...100, using: &random)
                    let page = try await store.list(in: tenants[index], after: id, limit: limit)
                    let expected = models[index].articles.values.filter { $0.id > id }.sorted { $0.id < $1.id }
                    #expect(page.articles == Array(expected.prefix(limit)))
                    #expect(page.next == (expected.count > limit ? expected[limit - 1].id : nil))
                }
            }
            #expect(models.allSatisfy { $0.lastID > 20 })
            try database.close()
        }
    }
}
