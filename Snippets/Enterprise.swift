// Roles, tenants, limits and a durable audit trail: the second block of the README.
import Nexus

struct Articles: Sendable {
    func delete(_ id: Int, in tenant: TenantID) async throws -> [String: Bool] { ["deleted": true] }
}

let articles = Articles()
let app = Nexus(apiPort: 8000)

// snippet.show
let auth = try NexusAuthPlugin.enterprise(
    jwt: JWTConfig(algorithm: .rs256, jwksURL: "https://auth.example.com/.well-known/jwks.json", audience: "my-api"),
    rbac: ["admin": ["*"], "editor": ["read:*", "write:articles"], "viewer": ["read:*"]],
    rbacDefaultRole: "viewer",
    rateLimit: RateLimitConfig(requestsPerMinute: 600, routeLimits: ["/api/chat/*": RouteLimit(requestsPerMinute: 30)]),
    tenantIsolation: TenantConfig(adminRole: "admin"),
    audit: AuditConfig(path: "/var/log/nexus/audit.jsonl", durability: .durable)
)

app.delete("/articles/{id}", .requirePermission("delete:articles")) { request in
    try await articles.delete(request.parameter("id", as: Int.self), in: request.tenant)
}
// snippet.hide

try app.addPlugin(auth)
try await app.start()
