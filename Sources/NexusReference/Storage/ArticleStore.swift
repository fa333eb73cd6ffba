import Foundation
import GRDB
package import NexusCore
import NexusSQLite

/// The articles of all tenants. Every call names one tenant, and sees no other.
///
/// Failures of the database are thrown as ``StorageError``, values that cannot be accepted as ``Rejection``.
package struct ArticleStore: Sendable {
    private let database: ReferenceDatabase
    private let time: TimeSource

    /// Creates a store.
    /// - Parameters:
    ///   - database: The open database.
    ///   - time: Where the time of creation comes from.
    package init(database: ReferenceDatabase, time: TimeSource = .system) {
        self.database = database
        self.time = time
    }

    /// Finds out whether the database answers.
    func check() async throws { try await self.database.check() }

    /// Creates an article.
    /// - Parameters:
    ///   - new: Its content.
    ///   - author: The subject of the identity that creates it.
    ///   - tenant: The tenant it belongs to.
    package func create(_ new: NewArticle, author: String, in tenant: TenantID) async throws -> Article {
        try new.validate()
        // SQLite would end the name at U+0000, and the rest could be another user's.
        guard !author.utf8.contains(0) else { throw Rejection.unprocessable("author", "The author's name contains U+0000.") }
        let seconds = self.time.now().unixSeconds
        return try await self.database.write { database in
            let count = try database.cachedStatement(sql: Self.count)
            guard let id = try Int64.fetchOne(count, arguments: [tenant.rawValue]) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            try database.cachedStatement(sql: Self.insert).execute(
                arguments: [tenant.rawValue, id, new.title, new.text, author, seconds])
            let createdAt = Date(timeIntervalSince1970: TimeInterval(seconds))
            return Article(id: id, title: new.title, body: new.text, author: author, createdAt: createdAt)
        }
    }

    /// A page of a tenant's articles.
    /// - Parameters:
    ///   - tenant: Whose articles.
    ///   - after: Only articles with a higher number.
    ///   - limit: How many, within ``ArticlePage/limits``.
    package func list(
        in tenant: TenantID,
        after: Int64 = 0,
        limit: Int = ArticlePage.defaultLimit
    ) async throws -> ArticlePage {
        guard ArticlePage.limits.contains(limit) else {
            throw Rejection.unprocessable(
                "limit", "The limit must be between \(ArticlePage.limits.lowerBound) and \(ArticlePage.limits.upperBound).")
        }
        return try await self.database.read { database in
            let statement = try database.cachedStatement(sql: Self.page)
            let rows = try Row.fetchAll(statement, arguments: [tenant.rawValue, after, limit + 1])
            let articles = try rows.prefix(limit).map(Article.init(row:))
            return ArticlePage(articles: articles, next: rows.count > limit ? articles.last?.id : nil)
        }
    }

    /// The article with a number, if this tenant has it.
    package func find(_ id: Int64, in tenant: TenantID) async throws -> Article? {
        try await self.database.read { database in
            try Row.fetchOne(database.cachedStatement(sql: Self.one), arguments: [tenant.rawValue, id]).map(Article.init(row:))
        }
    }

    /// Replaces title and body of an article; author and time of creation stay.
    /// - Returns: The article, if this tenant has it.
    package func replace(_ id: Int64, with new: NewArticle, in tenant: TenantID) async throws -> Article? {
        try new.validate()
        return try await self.database.write { database in
            let statement = try database.cachedStatement(sql: Self.update)
            return try Row.fetchOne(statement, arguments: [new.title, new.text, tenant.rawValue, id]).map(Article.init(row:))
        }
    }

    /// Deletes an article.
    /// - Returns: Whether this tenant had it.
    package func delete(_ id: Int64, in tenant: TenantID) async throws -> Bool {
        try await self.database.write { database in
            try database.cachedStatement(sql: "DELETE FROM article WHERE tenant = ? AND id = ?").execute(arguments: [tenant.rawValue, id])
            return database.changesCount > 0
        }
    }

    private static let columns = "id, title, body, author, created_at"
    private static let one = "SELECT \(columns) FROM article WHERE tenant = ? AND id = ?"
    private static let page = "SELECT \(columns) FROM article WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?"
    private static let update = "UPDATE article SET title = ?, body = ? WHERE tenant = ? AND id = ? RETURNING \(columns)"
    private static let insert = "INSERT INTO article (tenant, \(columns)) VALUES (?, ?, ?, ?, ?, ?)"
    private static let count = """
        INSERT INTO article_counter (tenant, last_id) VALUES (?, 1)
        ON CONFLICT (tenant) DO UPDATE SET last_id = last_id + 1 RETURNING last_id
        """
}

extension Article {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.value("id"),
            title: try row.value("title"),
            body: try row.value("body"),
            author: try row.value("author"),
            createdAt: Date(timeIntervalSince1970: TimeInterval(try row.value("created_at", as: Int64.self)))
        )
    }
}
