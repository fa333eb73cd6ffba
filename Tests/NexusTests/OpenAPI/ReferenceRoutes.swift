import Foundation
import Nexus
import NexusCore

struct ArticleDraft: Codable {
    var title: String
    var body: String?
}

struct PublishedArticle: Codable {
    var id: UUID
    var title: String
    var body: String
    var author: String
    var createdAt: Date

    private enum CodingKeys: String, CodingKey {
        case id, title, body, author
        case createdAt = "created_at"
    }
}

struct ArticlePage: Codable {
    var articles: [PublishedArticle]
    var next: String?
}

struct LoginRequest: Codable {
    var username: String
    var password: String
}

struct TokenAnswer: Codable {
    var accessToken: String
    var expiresIn: Int

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case expiresIn = "expires_in"
    }
}

/// The routes of the reference API, as the docs see them.
enum ReferenceRoutes {
    static let info = OpenAPIInfo(
        title: "Nexus reference API", version: "1.0.0", description: "Articles of tenants, behind the full stack.",
        tenantHeader: "X-Tenant-ID", limitsAddresses: true)

    static let article = RouteDescription.Body(.type(PublishedArticle.self))

    static let all: [RouteDescription] = [
        RouteDescription(
            method: .get, path: "/health", operationID: "health", summary: "Tells how the server is.", tags: ["Operations"], access: .open,
            response: .init(body: .init(.object(.required("status", .enumeration(["healthy", "degraded"])))))),
        RouteDescription(
            method: .get, path: "/metrics", summary: "Metrics in the Prometheus text format.", tags: ["Operations"],
            access: .restricted(.requirePermission("read:metrics")), response: .init(body: .init(.string(), contentType: "text/plain"))),
        RouteDescription(
            method: .post, path: "/api/auth/login", operationID: "login", summary: "Trades a user name and a password for a token.",
            tags: ["Sessions"], access: .open, limit: .init(rule: "/api/auth/login", requestsPerMinute: 10, burst: 5),
            request: .init(.type(LoginRequest.self)), response: .init(body: .init(.type(TokenAnswer.self))), errorStatuses: [401]),
        RouteDescription(
            method: .get, path: "/admin", operationID: "admin", summary: "For administrators.", tags: ["Identity"],
            access: .restricted(.requireRole("admin")), response: .init(body: .init(.object(.required("admin", .boolean))))),
        RouteDescription(
            method: .get, path: "/articles", operationID: "listArticles", summary: "This tenant's articles, paged.", tags: ["Articles"],
            access: .restricted(.requirePermission("read:articles")),
            parameters: [
                .init("limit", in: .query, schema: .integer(minimum: 1, maximum: 100), description: "How many at most."),
                .init("after", in: .query, description: "The `next` of the page before."),
            ], response: .init(body: .init(.type(ArticlePage.self)))),
        RouteDescription(
            method: .post, path: "/articles", operationID: "createArticle", summary: "Writes an article.", tags: ["Articles"],
            access: .restricted(.requirePermission("write:articles")), request: .init(.type(ArticleDraft.self)),
            response: .init(status: 201, description: "The article.", body: article)),
        RouteDescription(
            method: .get, path: "/articles/{id}", operationID: "readArticle", summary: "One article.", tags: ["Articles"],
            access: .restricted(.requirePermission("read:articles")), response: .init(body: article)),
        RouteDescription(
            method: .put, path: "/articles/{id}", operationID: "replaceArticle", summary: "Replaces an article.", tags: ["Articles"],
            access: .restricted(.requirePermission("write:articles")), request: .init(.type(ArticleDraft.self)),
            response: .init(body: article)),
        RouteDescription(
            method: .delete, path: "/articles/{id}", operationID: "deleteArticle", summary: "Deletes an article.", tags: ["Articles"],
            access: .restricted(.all(.requirePermission("delete:articles"), .any(.requireRole("editor"), .requireRole("admin")))),
            response: .init(body: .init(.object(.required("deleted", .boolean))))),
        RouteDescription(
            method: .get, path: "/api/chat/{room}", operationID: "chat", summary: "A small reply, closely limited.", tags: ["Chat"],
            access: .restricted(.requirePermission("read:chat")),
            limit: .init(rule: "/api/chat/*", requestsPerMinute: 20, burst: 5),
            response: .init(body: .init(.object(.required("reply", .string()))))),
    ]
}
