import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 11: tenant isolation")
struct S11TenantIsolationTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
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
        return app
    }

    @Test("super_admin alone may act for another tenant; admin may not")
    func onlyTheAdminRoleOverrides() async throws {
        let time = TestTime()
        let headers = ["X-Tenant-ID": "globex"]
        try await serving(
            try Self.app(), at: time, routes: { $0.get("/tenant", .anyIdentity) { request in try request.tenant.rawValue } }
        ) { app in
            let superAdmin = try time.token(roles: ["super_admin"], tenant: "acme")
            #expect(try await app.get("/tenant", bearer: superAdmin, headers: headers).text == "globex")
            for roles in [["admin"], ["user"], ["super_admins"]] {
                let answer = try await app.get("/tenant", bearer: try time.token(roles: roles, tenant: "acme"), headers: headers)
                #expect(answer.error == "tenant_forbidden")
            }
            #expect(try await app.get("/health").status == 200)
        }
    }

    @Test("a tenant that exists and one that does not are refused alike")
    func refusalsLookAlike() async throws {
        let time = TestTime()
        try await serving(
            try Self.app(), at: time, routes: { $0.get("/tenant", .anyIdentity) { request in try request.tenant.rawValue } }
        ) { app in
            let token = try time.token(roles: ["user"], tenant: "acme")
            let answers = try await [
                app.get("/tenant", bearer: token, headers: ["X-Tenant-ID": "globex", "X-Request-ID": "same-for-both"]),
                app.get("/tenant", bearer: token, headers: ["X-Tenant-ID": "no-such-tenant", "X-Request-ID": "same-for-both"]),
            ]
            #expect(answers[0].status == answers[1].status)
            #expect(answers[0].text == answers[1].text)
        }
    }
}
