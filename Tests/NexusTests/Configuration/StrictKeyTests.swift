import Testing

@testable import Nexus

@Suite("nexus.yaml: strict keys")
struct StrictKeyTests {
    @Test(
        "The specification's gotchas say their fix",
        arguments: [
            ("auth: {jwt: {secret_key: x}}", "nexus.yaml:1: auth.jwt.secret_key - no such key; use secret, not secret_key"),
            (
                "auth:\n  jwt:\n    exclude_paths: [/a]",
                "nexus.yaml:3: auth.jwt.exclude_paths - no such key; use exempt_paths, not exclude_paths"
            ),
            (
                "auth: {tenant_isolation: {admin_roles: [a]}}",
                "nexus.yaml:1: auth.tenant_isolation.admin_roles - no such key; use admin_role, one role as a text"
            ),
            (
                "auth: {rate_limit: {exclude_paths: [/a]}}",
                "nexus.yaml:1: auth.rate_limit.exclude_paths - no such key; rate_limit has no exclude_paths; use route_limits with null, "
                    + "such as \"/health\": null"
            ),
            ("auth: {rbac: {a: [\"*\"]}}", "nexus.yaml:1: auth.rbac - needs auth.jwt; add jwt with a secret, public_key or jwks_url"),
            ("auth: {tenant_isolation: {}}", "auth.tenant_isolation - needs auth.jwt; add jwt with a secret, public_key or jwks_url"),
        ])
    func gotcha(yaml: String, problem: String) throws {
        #expect(try problems(of: yaml).contains(problem))
    }

    @Test(
        arguments: [
            ("api_prot: 1", "nexus.yaml:1: api_prot - no such key; did you mean api_port?"),
            ("auth:\n  jwt:\n    isuer: x", "nexus.yaml:3: auth.jwt.isuer - no such key; did you mean issuer?"),
            ("jwt: {secret: x}", "nexus.yaml:1: jwt - no such key; did you mean auth.jwt?"),
            ("limits: {max_body: 1}", "nexus.yaml:1: limits.max_body - no such key"),
            (
                "auth:\n  rbac:\n    editor: {permisions: []}",
                "nexus.yaml:3: auth.rbac.editor.permisions - no such key; did you mean permissions?"
            ),
            (
                "auth:\n  rate_limit:\n    route_limits:\n      /x: {burst: 1, requests_per_minute: 1}",
                "nexus.yaml:4: auth.rate_limit.route_limits./x.burst - no such key"
            ),
            (
                "auth: {jwt: {issuers: [{issuer: a, audiance: b}]}}",
                "nexus.yaml:1: auth.jwt.issuers[0].audiance - no such key; did you mean audience?"
            ),
            ("<<: {a: b}", "nexus.yaml:1: << - no such key"),
        ])
    func unknownKeysNameTheRightOne(yaml: String, problem: String) throws {
        let found = try problems(of: yaml)
        #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
    }

    @Test func everyProblemIsTold() throws {
        let found = try problems(of: "api_prot: 1\napi_port: many\nauth:\n  jwt: {secret_key: x}\n")
        #expect(found.count == 3)
    }

    @Test(
        arguments: [
            ("api_port: 1\napi_port: 2", "api_port"), ("auth:\n  rbac:\n    a: []\n    \"a\": []", "a"),
            ("\"title\": x\ntitle: y", "title"),
        ])
    func duplicateKeysAreRefused(yaml: String, key: String) throws {
        let found = try problems(of: yaml)
        #expect(found.count == 1)
        #expect(found[0].contains("\(key) is there twice"), "\(found)")
    }

    @Test(
        arguments: [
            ("cors_max_age: 5", "cors_origins - is empty"),
            ("cors_origins: [\"*\"]\ncors_allow_credentials: true", "exclude each other"),
            ("tls: {certificate: a}", "tls.private_key - is missing"),
            ("auto_discovery: true", "auto_discovery - true is not supported yet"),
            ("auth: {rbac_default_role: x}", "auth.rbac_default_role - needs auth.rbac"),
            (
                "auth: {audit: {backend: database, path: a, rotation_size: 1MiB}}",
                "auth.audit.rotation_size - has no effect with backend database"
            ),
            ("auth: {audit: {backend: dataflow, path: a, rotation_interval: 1h}}", "auth.audit.rotation_interval - has no effect"),
            ("auth: {audit: {backend: database, path: a, retention_count: 3}}", "auth.audit.retention_count - has no effect"),
            ("auth: {audit: {retention_age: 3d}}", "auth.audit.retention_age - has no effect on standard output"),
            ("management_port: 8000", "management_port - is the same as api_port"),
        ])
    func whatDoesNotFitTogetherIsRefused(yaml: String, problem: String) throws {
        let found = try problems(of: yaml)
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }
}
