import Nexus
import NexusAuth
import Testing

@Suite("Specification: common gotchas")
struct GotchaTests {
    @Test(
        "a name of the gotcha table is an error that says the right one",
        arguments: [
            ("jwt: {secret_key: x}", "auth.jwt.secret_key", "use secret, not secret_key"),
            ("jwt: {exclude_paths: [/health]}", "auth.jwt.exclude_paths", "use exempt_paths, not exclude_paths"),
            ("tenant_isolation: {admin_roles: [admin]}", "auth.tenant_isolation.admin_roles", "use admin_role"),
            ("rate_limit: {exclude_paths: [/health]}", "auth.rate_limit.exclude_paths", "rate_limit has no exclude_paths"),
        ])
    func wrongNames(yaml: String, key: String, fix: String) {
        let error = #expect(throws: ConfigurationError.self) { try NexusConfiguration.load(yaml: "auth:\n  \(yaml)\n") }
        #expect(error?.problems.contains { $0.contains(key) && $0.contains(fix) } == true)
    }

    @Test("roles without tokens are refused at construction, and so are tenants")
    func partsNeedTokens() {
        let roles = #expect(throws: NexusError.self) { try NexusAuthPlugin(rbac: ["admin": ["*"]]) }
        #expect(roles?.description == "rbac needs jwt: add jwt: JWTConfig(…)")
        let tenants = #expect(throws: NexusError.self) { try NexusAuthPlugin(tenantIsolation: TenantConfig()) }
        #expect(tenants?.description == "tenant_isolation needs jwt: add jwt: JWTConfig(…)")
    }

    @Test("a route that needs an identity does not start without a plugin")
    func routesNeedTokens() {
        let app = Nexus()
        app.get("/profile", .anyIdentity) { _ in "profile" }
        let error = #expect(throws: NexusError.self) { try app.inspect() }
        #expect(error?.description.contains("/profile") == true)
    }
}
