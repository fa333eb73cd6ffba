package import Nexus
import NexusCore

/// The API that `nexus serve` serves: articles of a tenant, accounts, and a route for each kind of decision.
///
/// Source: contract, "The reference API".
package struct ReferenceAPI: Sendable {
    let articles: ArticleStore
    let accounts: Accounts?

    /// Creates the API.
    /// - Parameters:
    ///   - articles: Where articles are kept.
    ///   - accounts: Who may log in; nothing where tokens come from elsewhere.
    package init(articles: ArticleStore, accounts: Accounts?) {
        self.articles = articles
        self.accounts = accounts
    }

    /// Whether the database answers, for the probes.
    package var health: HealthCheck {
        HealthCheck("database") { [articles] in
            try await articles.check()
            return .healthy
        }
    }

    /// Declares the routes.
    package func declare(on app: some RouteRegistering) {
        self.declareIdentity(on: app)
        self.declareArticles(on: app)
        self.declareChat(on: app)
        if let accounts { AccountRoutes(accounts: accounts).declare(on: app) }
    }

    private func declareIdentity(on app: some RouteRegistering) {
        app.get("/profile", .anyIdentity, metadata: .reference("Who you are", "identity")) { request in
            Profile(userID: request.identity.userID, roles: request.identity.roles, tenantID: request.context.admittedTenant?.rawValue)
        }
        app.get("/admin", .requireRole("admin"), metadata: .reference("For the admin role alone", "identity")) { _ in
            ["admin": true]
        }
        app.get("/boom", .anyIdentity, metadata: .reference("A handler that fails", "identity", errors: [500])) { _ -> [String: Bool] in
            throw BoomError()
        }
    }

    private func declareChat(on app: some RouteRegistering) {
        app.get("/api/chat/{room}", .requirePermission("read:chat"), metadata: .reference("A small reply, to try its limit", "chat")) {
            request in
            ChatReply(room: try request.parameter("room"), reply: "hello, \(request.identity.userID)")
        }
    }
}

/// The body of `GET /profile`.
package struct Profile: ResponseContent, Codable {
    let userID: String
    let roles: [String]
    let tenantID: String?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case roles
        case tenantID = "tenant_id"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.userID, forKey: .userID)
        try container.encode(self.roles, forKey: .roles)
        try container.encode(self.tenantID, forKey: .tenantID)
    }
}

/// The body of `GET /api/chat/{room}`.
package struct ChatReply: ResponseContent, Codable {
    let room: String
    let reply: String
}

/// What `GET /boom` fails with.
struct BoomError: Error, CustomStringConvertible {
    let description = "boom, as asked"
}

extension RouteMetadata {
    /// Metadata of a route of the reference API. Its roles are the operator's: one that no role reaches is a finding, not an error.
    static func reference(
        _ summary: String, _ tag: String, status: Int = 200, errors: Set<Int> = [], path: [Parameter] = []
    ) -> RouteMetadata {
        var metadata = RouteMetadata(summary: summary, tag: tag, pathParameters: path, successStatus: status, errorStatuses: errors)
        metadata.isBuiltIn = true
        return metadata
    }
}
