import Foundation
import Logging
import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 15: a production deployment")
struct S15ProductionTests {
    static func app() throws -> Nexus {
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
        return app
    }

    @Test("it can be built and looked at without a network")
    func inspection() throws {
        let inspection = try Self.app().inspect()
        #expect(inspection.stack.count == 10)
        #expect(inspection.routeTable.contains("read:metrics"))
    }

    @Test("published keys verify, and while Redis is away requests pass, as fail_open says")
    func servesWithoutRedis() async throws {
        let time = TestTime()
        let provider = try await FakeIdentityProvider.start(algorithm: .rs256, time: time.source)
        try await serving(
            try Self.app(), at: time,
            changing: { jwt, rateLimit in
                jwt.jwksURL = provider.keySetURL
                rateLimit.redisURL = "redis://127.0.0.1:1"
            },
            routes: { $0.get("/articles", .requirePermission("read:articles")) { request in try request.tenant.rawValue } }
        ) { app in
            let token = try provider.mint(subject: "u1", claims: ["roles": ["viewer"], "tenant_id": "acme"])
            let answer = try await app.get("/articles", bearer: token)
            #expect(answer.status == 200)
            #expect(answer.text == "acme")
            let writer = try provider.mint(subject: "u2", claims: ["roles": ["nobody"], "tenant_id": "acme"])
            #expect(try await app.get("/articles", bearer: writer).status == 403)
            var readiness = try await app.get("/readyz")
            for _ in 0..<100 where readiness.status != 200 {
                try await Task.sleep(for: .milliseconds(50))
                readiness = try await app.get("/readyz")
            }
            #expect(readiness.status == 200, "\(readiness.text)")
        }
        try await provider.stop()
    }
}
