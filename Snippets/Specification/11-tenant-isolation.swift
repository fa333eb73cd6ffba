// Every request acts for the tenant of its token, and for no other.
// snippet.show
import Nexus
import NexusAuth

let auth = try NexusAuthPlugin.saasApp(
    jwt: JWTConfig(secret: .environment("JWT_SECRET")),
    rbac: ["admin": ["*"], "user": ["read:*"]],
    tenantIsolation: TenantConfig(
        tenantIDHeader: "X-Tenant-ID",
        jwtClaim: "tenant_id",
        allowAdminOverride: true,
        adminRole: "super_admin",  // one role
        excludePaths: ["/health", "/docs"]
    )
)

let app = Nexus()
try app.addPlugin(auth)
try await app.start()
