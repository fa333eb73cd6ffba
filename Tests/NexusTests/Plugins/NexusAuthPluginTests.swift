import Nexus
import NexusAuth
import Synchronization
import Testing

@Suite("NexusAuthPlugin")
struct NexusAuthPluginTests {
    private let jwt = JWTConfig(secret: .value("0123456789abcdef0123456789abcdef"))

    @Test func rolesNeedTokens() {
        #expect(throws: NexusError("rbac needs jwt: add jwt: JWTConfig(…)")) { try NexusAuthPlugin(rbac: ["admin": ["*"]]) }
    }

    @Test func tenantsNeedTokens() {
        #expect(throws: NexusError.self) { try NexusAuthPlugin(tenantIsolation: TenantConfig()) }
    }

    @Test func aDefaultRoleNeedsRoles() {
        #expect(throws: NexusError.self) { try NexusAuthPlugin(jwt: self.jwt, rbacDefaultRole: "viewer") }
    }

    @Test func `A tenant claim that nobody reads is refused`() {
        #expect(throws: NexusError("jwt.claims.tenant: is 'a', but tenant_isolation.jwt_claim is 'b'; give one of them")) {
            var jwt = self.jwt
            jwt.claims.tenant = "a"
            _ = try NexusAuthPlugin(jwt: jwt, tenantIsolation: TenantConfig(jwtClaim: "b"))
        }
    }

    @Test func aShortSecretIsRefused() {
        #expect(throws: NexusError.self) { try NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .value("short"))) }
    }

    @Test func anErrorNeverShowsTheSecret() {
        do {
            _ = try NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .value("hunter2-hunter2")))
            Issue.record("a short secret passed")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }

    @Test func namesWhatIsInstalled() throws {
        #expect(try NexusAuthPlugin.basicAuth(jwt: self.jwt).enabledComponents == ["audit", "jwt"])
        let full = try NexusAuthPlugin.enterprise(jwt: self.jwt, rbac: ["admin": ["*"]], tenantIsolation: TenantConfig(adminRole: "admin"))
        #expect(full.enabledComponents == ["audit", "jwt", "tenant_isolation", "rate_limit", "rbac"])
    }

    @Test func aNameIsTakenOnce() throws {
        let app = Nexus()
        try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: self.jwt))
        #expect(throws: NexusError("a plugin named nexus_auth is already there")) {
            try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: self.jwt))
        }
    }

    @Test func aPluginThatCannotBeInstalledIsNotKept() throws {
        struct Failing: NexusPlugin {
            let name = "failing"
            func install(on app: Nexus) throws { throw NexusError("no") }
        }
        struct Fine: NexusPlugin {
            let name = "failing"
            func install(on app: Nexus) throws {}
        }
        let app = Nexus()
        #expect(throws: NexusError("no")) { try app.addPlugin(Failing()) }
        try app.addPlugin(Fine())
    }
}
