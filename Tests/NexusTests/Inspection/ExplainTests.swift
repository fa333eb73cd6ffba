import Nexus
import NexusAuth
import NexusTesting
import Testing

@Suite("nexus explain and nexus check")
struct ExplainTests {
    private func app() throws -> Nexus {
        let app = Nexus(apiPort: 0)
        try app.addPlugin(
            NexusAuthPlugin.saasApp(
                jwt: JWTConfig(secret: .value("0123456789abcdef0123456789abcdef")),
                rbac: ["admin": ["*"], "viewer": ["read:*"]],
                tenantIsolation: TenantConfig(adminRole: "admin")
            )
        )
        app.get("/articles/{id}", .requirePermission("read:articles")) { _ in "article" }
        app.delete("/articles/{id}", .requirePermission("delete:articles")) { _ in "gone" }
        return app
    }

    @Test func namesTheRuleThatRefuses() async throws {
        let explanation = try await self.app().explain("DELETE", "/articles/7", as: .roles(["viewer"], tenant: "acme"))
        #expect(!explanation.isAdmitted)
        #expect(explanation.description.contains("not met: delete:articles"))
        #expect(explanation.description.hasSuffix("=> 403 forbidden"))
    }

    @Test func admitsWhoMay() async throws {
        #expect(try await self.app().explain("GET", "/articles/7", as: .roles(["viewer"], tenant: "acme")).isAdmitted)
    }

    @Test func findsTheMissingTenant() async throws {
        let explanation = try await self.app().explain("GET", "/articles/7", as: .roles(["viewer"], tenant: nil))
        #expect(explanation.description.hasSuffix("=> 403 tenant_required"))
    }

    @Test func treatsNobodyAsNobody() async throws {
        let explanation = try await self.app().explain("GET", "/articles/7", as: .anonymous)
        #expect(explanation.description.hasSuffix("=> 401 missing_token"))
    }

    @Test func verifiesATokenAsARequestWould() async throws {
        let explanation = try await self.app().explain("GET", "/articles/7", as: .token("a.b.c", tenantHeader: nil))
        #expect(explanation.description.hasSuffix("=> 401 invalid_token"))
    }

    @Test func `Fetches the published keys for a token, and only for a token`() async throws {
        let provider = try await FakeIdentityProvider.start(algorithm: .es256)
        func app() throws -> Nexus {
            let app = Nexus(apiPort: 0)
            try app.addPlugin(
                NexusAuthPlugin.saasApp(
                    jwt: JWTConfig(algorithm: .es256, jwksURL: provider.keySetURL, issuer: AcceptedValues(provider.issuer)),
                    rbac: ["viewer": ["read:*"]]))
            app.get("/articles", .requirePermission("read:articles")) { _ in "articles" }
            return app
        }
        #expect(try app().inspect().templates.contains("/articles"))
        #expect(try await app().explain("GET", "/articles", as: .roles(["viewer"], tenant: nil)).isAdmitted)
        #expect(provider.keySetFetches == 0)
        let token = try provider.mint(subject: "u1", claims: ["roles": ["viewer"]])
        let admitted = try await app().explain("GET", "/articles", as: .token(token, tenantHeader: nil))
        #expect(admitted.isAdmitted, "\(admitted)")
        let stranger = try provider.mint(subject: "u1", claims: ["roles": []])
        let refused = try await app().explain("GET", "/articles", as: .token(stranger, tenantHeader: nil))
        #expect(refused.description.hasSuffix("=> 403 forbidden"), "\(refused)")
        try await provider.stop()
        let away = try await app().explain("GET", "/articles", as: .token(token, tenantHeader: nil))
        #expect(away.description.hasSuffix("=> 503 unavailable"), "\(away)")
    }

    @Test func hidesUnknownPathsBehindAuthentication() async throws {
        #expect(try await self.app().explain("GET", "/nothing", as: .anonymous).description.hasSuffix("=> 401 missing_token"))
        let known = try await self.app().explain("GET", "/nothing", as: .roles(["viewer"], tenant: "acme"))
        #expect(known.description.hasSuffix("=> 404 not_found"))
    }

    @Test func listsEveryRouteWithWhoMayPass() throws {
        let table = try self.app().inspect().routeTable
        let line = table.split(separator: "\n").first { $0.hasPrefix("GET    /articles/{id}") }
        #expect(line?.contains("read:articles") == true)
        #expect(line?.contains("admin, viewer") == true)
    }
}
