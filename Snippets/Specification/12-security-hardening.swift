// All parts together.
// snippet.show
import Nexus
import NexusAuth

let auth = try NexusAuthPlugin.enterprise(
    jwt: JWTConfig(secret: .environment("JWT_SECRET")),
    rbac: ["admin": ["*"], "editor": ["read:*", "write:*"], "viewer": ["read:*"]],
    rateLimit: RateLimitConfig(requestsPerMinute: 5000),
    tenantIsolation: TenantConfig(adminRole: "admin"),
    audit: AuditConfig(backend: .logging)
)

let app = Nexus(
    rateLimit: 5000,
    corsOrigins: ["https://app.example.com"],
    corsAllowCredentials: false
)
try app.addPlugin(auth)
try await app.start()
