import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 4: an application for several tenants")
struct S04SaaSAppTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
        let auth = try NexusAuthPlugin.saasApp(
            jwt: JWTConfig(secret: .environment("JWT_SECRET")),
            rbac: ["admin": ["*"], "user": ["read:*"]],
            tenantIsolation: TenantConfig(adminRole: "admin")
        )

        let app = Nexus()
        try app.addPlugin(auth)
        return app
    }

    @Test("a token's tenant is the request's; only the admin role may name another")
    func tenantsAreKeptApart() async throws {
        let time = TestTime()
        let user = try time.token(roles: ["user"], tenant: "acme")
        let admin = try time.token(roles: ["admin"], tenant: "acme")
        try await serving(
            try Self.app(), at: time,
            routes: { $0.get("/tenant", .requirePermission("read:tenant")) { request in try request.tenant.rawValue } }
        ) { app in
            #expect(try await app.get("/tenant", bearer: user).text == "acme")
            #expect(try await app.get("/tenant", bearer: user, headers: ["X-Tenant-ID": "acme"]).text == "acme")
            let foreign = try await app.get("/tenant", bearer: user, headers: ["X-Tenant-ID": "globex"])
            #expect(foreign.status == 403)
            #expect(foreign.error == "tenant_forbidden")
            #expect(try await app.get("/tenant", bearer: admin, headers: ["X-Tenant-ID": "globex"]).text == "globex")
            #expect(try await app.get("/tenant", bearer: try time.token(roles: ["user"])).error == "tenant_required")
        }
    }
}
