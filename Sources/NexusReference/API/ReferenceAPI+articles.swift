import HTTPTypes
package import Nexus
import NexusCore

extension ReferenceAPI {
    func declareArticles(on app: some RouteRegistering) {
        let articles = self.articles
        var list = RouteMetadata.reference("Articles of your tenant, a page at a time", "articles")
        list.queryParameters = [
            .init("limit", schema: .integer(minimum: 1, maximum: 100), description: "How many; 20 by default."),
            .init("after", schema: .integer(minimum: 0), description: "The last id of the page before."),
        ]
        list.errorStatuses = [400, 422]
        let articleID = [RouteMetadata.Parameter("id", schema: .integer(minimum: 1), description: "The article.")]
        app.get("/articles", .requirePermission("read:articles"), metadata: list) { request in
            try await articles.list(
                in: request.articleTenant,
                after: try request.afterID,
                limit: try request.query("limit", as: Int.self) ?? ArticlePage.defaultLimit
            )
        }
        app.get(
            "/articles/{id}", .requirePermission("read:articles"),
            metadata: .reference("One article", "articles", errors: [404], path: articleID)
        ) {
            request in
            try await articles.find(try request.articleID, in: request.articleTenant)
        }
        app.post(
            "/articles", .requirePermission("write:articles"), body: NewArticle.self,
            metadata: .reference("Write an article", "articles", status: 201)
        ) { request, new in
            Answer(.created, try await articles.create(new, author: request.identity.userID, in: request.articleTenant))
        }
        app.put(
            "/articles/{id}", .requirePermission("write:articles"), body: NewArticle.self,
            metadata: .reference("Replace an article", "articles", errors: [404], path: articleID)
        ) { request, new in
            try await articles.replace(try request.articleID, with: new, in: request.articleTenant)
        }
        app.delete(
            "/articles/{id}", .requirePermission("delete:articles"),
            metadata: .reference("Delete an article", "articles", errors: [404], path: articleID)
        ) {
            request in
            guard try await articles.delete(try request.articleID, in: request.articleTenant) else { throw Rejection.notFound }
            return ["deleted": true]
        }
    }
}

extension Article: ResponseContent {}
extension ArticlePage: ResponseContent {}

extension NewArticle: SchemaRepresentable {
    package static var schema: Schema {
        .object(
            .required(
                "title",
                Schema([
                    "type": "string", "minLength": 1, "maxLength": 200,
                    "pattern": #"^[^\u0000-\u001f\u007f-\u009f]*\S[^\u0000-\u001f\u007f-\u009f]*$"#,
                ])),
            .optional("body", Schema(["type": ["string", "null"], "maxLength": 16_384, "pattern": #"^[^\u0000]*$"#]))
        )
    }
}

extension Request {
    /// The article that the path names.
    fileprivate var articleID: Int64 {
        get throws { try self.parameter("id", as: Int64.self) }
    }

    /// The last article of the page before.
    fileprivate var afterID: Int64 {
        get throws {
            let after = try self.query("after", as: Int64.self) ?? 0
            guard after >= 0 else {
                throw Rejection(status: 422, code: .unprocessable, detail: "A page begins after an article.", field: "after")
            }
            return after
        }
    }

    /// The tenant whose articles are meant; where tenants are not isolated, all share one.
    fileprivate var articleTenant: TenantID {
        get throws { try self.context.admittedTenant ?? TenantID(verified: "shared") ?? self.tenant }
    }
}
