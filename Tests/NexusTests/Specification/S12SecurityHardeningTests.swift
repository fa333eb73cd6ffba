import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 12: everything together")
struct S12SecurityHardeningTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
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
        return app
    }

    @Test("the stages stand in the one order")
    func order() throws {
        #expect(
            try Self.app().inspect().stack == [
                "request_id", "client_address", "cors_preflight", "audit", "address_limit", "token", "tenant", "identity_limit",
                "requirement", "handler",
            ])
    }

    @Test("a preflight passes, a page reads its errors, and a token of the right tenant and role is admitted")
    func stagesWorkTogether() async throws {
        let time = TestTime()
        let origin = "https://app.example.com"
        try await serving(
            try Self.app(), at: time, routes: { $0.get("/articles", .requirePermission("read:articles")) { _ in ["articles": 0] } }
        ) { app in
            let preflight = try await app.request(
                "OPTIONS", "/articles",
                headers: ["Origin": origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"])
            #expect((200...204).contains(preflight.status))
            #expect(preflight.header("Access-Control-Allow-Origin") == origin)

            let refused = try await app.get("/articles", headers: ["Origin": origin])
            #expect(refused.status == 401)
            #expect(refused.header("Access-Control-Allow-Origin") == origin)

            let viewer = try time.token(roles: ["viewer"], tenant: "acme")
            let admitted = try await app.get("/articles", bearer: viewer, headers: ["Origin": origin])
            #expect(admitted.status == 200)
            #expect(admitted.header("X-RateLimit-Limit") == "5020")
            #expect(admitted.header("X-Content-Type-Options") == "nosniff")
        }
    }
}
