// A deployment: keys of an identity provider, limits in Redis, everything on.
// snippet.show
import Foundation
import Nexus
import NexusAuth

func createProductionApp() throws -> Nexus {
    let environment = ProcessInfo.processInfo.environment

    let auth = try NexusAuthPlugin.enterprise(
        jwt: JWTConfig(
            algorithm: .rs256,
            jwksURL: "https://auth.company.com/.well-known/jwks.json",
            jwksCacheTTL: .seconds(3600)
        ),
        rbac: ["admin": ["*"], "editor": ["read:*", "write:*"], "viewer": ["read:*"]],
        rateLimit: RateLimitConfig(
            requestsPerMinute: 5000,
            backend: .redis,
            redisURL: .value(environment["REDIS_URL"] ?? "redis://localhost:6379")
        ),
        tenantIsolation: TenantConfig(adminRole: "admin"),
        audit: AuditConfig(backend: .logging)
    )

    let app = Nexus(
        // Server
        apiHost: "0.0.0.0",
        apiPort: environment["PORT"].flatMap(Int.init) ?? 8000,

        // Security
        rateLimit: 5000,
        corsOrigins: ["https://app.example.com"],
        corsAllowCredentials: false,

        // Monitoring
        enableMonitoring: true,

        // Logging
        logLevel: .info,

        // Discovery
        autoDiscovery: false
    )
    try app.addPlugin(auth)

    return app
}

let app = try createProductionApp()
try await app.start()
