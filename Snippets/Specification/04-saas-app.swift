// Tokens, roles and tenants.
// snippet.show
import Nexus
import NexusAuth

let auth = try NexusAuthPlugin.saasApp(
    jwt: JWTConfig(secret: .environment("JWT_SECRET")),
    rbac: ["admin": ["*"], "user": ["read:*"]],
    tenantIsolation: TenantConfig(adminRole: "admin")
)

let app = Nexus()
try app.addPlugin(auth)
try await app.start()
