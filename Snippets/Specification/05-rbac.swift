// Roles, permissions, and routes that need them.
// snippet.show
import Nexus
import NexusAuth

let auth = try NexusAuthPlugin.saasApp(
    jwt: JWTConfig(secret: .environment("JWT_SECRET")),
    rbac: [
        "admin": ["*"],  // everything
        "editor": ["read:*", "write:articles"],  // a wildcard and one permission
        "viewer": ["read:*"],  // reading alone
    ],
    rbacDefaultRole: "viewer"
)

let app = Nexus()
try app.addPlugin(auth)

app.get("/admin", .requireRole("admin")) { _ in
    ["admin": true]
}

app.delete("/articles/{id}", .requirePermission("delete:articles")) { _ in
    ["deleted": true]
}

struct Profile: ResponseContent, Codable {
    let userID: String
    let roles: [String]

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case roles
    }
}

app.get("/profile", .anyIdentity) { request in
    Profile(userID: request.identity.userID, roles: request.identity.roles)
}

try await app.start()
