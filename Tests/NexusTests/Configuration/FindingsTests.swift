import NexusAuth
import NexusCore
import Testing

@testable import Nexus

@Suite("Findings")
struct FindingsTests {
    private static func findings(_ yaml: String, environment: [String: String] = [:]) throws -> [String] {
        try NexusConfiguration.load(yaml: yaml, environment: environment).findings().map(\.description)
    }

    @Test(
        arguments: [
            ("auth: {jwt: {secret: short}}", "error: auth.jwt.secret: has 5 bytes"),
            ("auth: {jwt: {secret: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}}", "warning: auth.jwt.secret: repeats one short piece"),
            ("auth: {jwt: {secret: my-super-secret-key-for-my-company}}", "warning: auth.jwt.secret: contains \"secret\""),
            ("auth: {jwt: {secret: aaaaaaaabbbbbbbbccccccccddddddddeeeee}}", "warning: auth.jwt.secret: has little randomness"),
            ("auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}}", "notice: auth.jwt.secret: stands in the file"),
            ("auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}}", "warning: auth.jwt.audience: without an audience"),
            ("auth: {jwt: {algorithm: RS256, jwks_url: https://a.example}}", "warning: auth.jwt.issuer: without an issuer"),
            (
                "auth: {jwt: {algorithm: RS256, jwks_url: https://a.example, jwks_stale_limit: 3d}}",
                "notice: auth.jwt.jwks_stale_limit: a revoked key is trusted for up to 1h, and for 73h while its provider is away"
            ),
            (
                "auth: {jwt: {algorithm: RS256, jwks_url: https://a.example, jwks_cache_ttl: 2d}}",
                "notice: auth.jwt.jwks_cache_ttl: a revoked key is trusted for up to 2d, and for 3d while its provider is away"
            ),
            (
                "auth: {jwt: {algorithm: HS384, secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}}",
                "warning: auth.jwt.secret: has 32 bytes; HS384 needs at least 48 (RFC 7518 section 3.2)"
            ),
            (
                "auth: {jwt: {issuers: [{issuer: a, algorithms: [HS256, HS512], secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}]}}",
                "warning: auth.jwt.issuers[0].secret: has 32 bytes; HS512 needs at least 64 (RFC 7518 section 3.2)"
            ),
            ("auth: {jwt: {verify_exp: false}}", "warning: auth.jwt.verify_exp: false accepts tokens for ever"),
            ("auth: {jwt: {leeway: 10m}}", "warning: auth.jwt.leeway: accepts tokens 10m after their end"),
            ("auth: {jwt: {token_query_param: t}}", "warning: auth.jwt.token_query_param"),
            ("auth: {jwt: {token_cookie: t}}", "notice: auth.jwt.token_cookie"),
            ("auth: {jwt: {algorithms: [HS256, RS256]}}", "warning: auth.jwt.algorithms: shared secrets and public keys are mixed"),
            ("auth: {jwt: {issuers: [{issuer: a, algorithms: [HS256, ES256]}]}}", "warning: auth.jwt.issuers[0].algorithms"),
            ("auth: {jwt: {exempt_paths: [/*]}}", "error: auth.jwt.exempt_paths: /* takes every route out"),
            ("auth: {jwt: {exempt_paths: [/api/*]}}", "warning: auth.jwt.exempt_paths: /api/* takes everything below one segment out"),
            ("auth: {jwt: {exempt_paths: [/a, /a]}}", "notice: auth.jwt.exempt_paths: /a is there twice"),
            ("auth: {jwt: {}, tenant_isolation: {required: false}}", "warning: auth.tenant_isolation.required"),
            ("auth: {jwt: {}, rbac: {a: []}, tenant_isolation: {}}", "notice: auth.tenant_isolation.admin_role: no role of auth.rbac"),
            ("auth: {jwt: {}, rbac: {a: [\"*\"]}, rbac_default_role: a}", "warning: auth.rbac_default_role: a may do everything"),
            (
                "auth: {jwt: {}, rbac: {a: {inherits: [b]}, b: {inherits: [super_admin]}, super_admin: []}, rbac_default_role: a, "
                    + "tenant_isolation: {}}",
                "error: auth.rbac_default_role: a holds the admin role super_admin"
            ),
            (
                "auth: {jwt: {}, rbac: {root: []}, rbac_default_role: root, tenant_isolation: {admin_role: root}}",
                "error: auth.rbac_default_role: root holds the admin role root"
            ),
            ("auth: {jwt: {}}", "notice: auth.rate_limit: identities have no limit"),
            ("title: x", "notice: auth: no token is verified"),
            ("auth: {rate_limit: {shadow: true}}", "warning: auth.rate_limit.shadow"),
            ("auth: {jwt: {}, rate_limit: {failed_tokens_per_minute: null}}", "warning: auth.rate_limit.failed_tokens_per_minute"),
            (
                "{cors_origins: [\"https://a.example\"], auth: {rate_limit: {preflights_per_minute: null}}}",
                "notice: auth.rate_limit.preflights_per_minute: null lets an address send preflights"
            ),
            (
                "auth: {rate_limit: {route_limits: {/login: null}}}",
                "warning: auth.rate_limit.route_limits: /login: null lets anybody guess"
            ),
            ("auth: {rate_limit: {route_limits: {/*: null}}}", "warning: auth.rate_limit.route_limits: /*: null takes the limit off"),
            (
                "auth: {rate_limit: {backend: redis, route_limits: {/api/auth/login: {requests_per_minute: 5}}}}",
                "warning: auth.rate_limit.route_limits: /api/auth/login: with Redis away anybody may guess"
            ),
            ("auth: {rate_limit: {backend: redis}}", "notice: auth.rate_limit.fail_open: with Redis away"),
            ("auth: {rate_limit: {redis_url: redis://h}}", "warning: auth.rate_limit.redis_url: has no effect"),
            (
                "auth: {rate_limit: {route_limits: {\"/a/{x}\": null, \"/a/{y}\": null}}}",
                "error: auth.rate_limit.route_limits: rate_limit.route_limits: /a/{x} and /a/{y} match the same routes"
            ),
            ("auth: {audit: {path: a.jsonl}}", "notice: auth.audit.signing_key: without a key"),
            ("auth: {audit: {signing_key: abc}}", "error: auth.audit.signing_key: has 3 bytes"),
            ("auth: {audit: {durability: durable}}", "warning: auth.audit.durability: durable has no effect on standard output"),
            ("auth: {audit: {overflow: shed}}", "warning: auth.audit.overflow"),
            ("auth: {audit: {log_request_body: true}}", "warning: auth.audit.log_request_body"),
            ("cors_origins: [\"*\"]", "warning: cors_origins: * lets every web page call"),
            ("cors_origins: [\"http://app.example.com\"]", "warning: cors_origins: http://app.example.com is not encrypted"),
            ("cors_origins: [\"http://localhost:3000\"]", "warning: cors_origins: http://localhost:3000 is a developer's own machine"),
            ("enable_monitoring: true", "notice: management_port: metrics are on the API's own port"),
            ("trusted_proxies: [0.0.0.0/0]", "warning: trusted_proxies: 0.0.0.0/0 trusts everybody"),
            ("trusted_proxies: [\"::/0\"]", "warning: trusted_proxies: ::/0 trusts everybody"),
            ("log_level: debug", "warning: log_level: debug logs much"),
            ("api_host: 0.0.0.0", "notice: tls: is off"),
        ])
    func found(yaml: String, finding: String) throws {
        let all = try Self.findings(yaml)
        #expect(all.contains { $0.hasPrefix(finding) }, "\(all)")
    }

    /// What is careful is not nagged about.
    @Test func aCarefulConfigurationHasNoneOfWeight() throws {
        let yaml = """
            api_host: 0.0.0.0
            cors_origins: [https://app.example.com]
            enable_monitoring: true
            management_port: 9000
            trusted_proxies: [10.0.0.0/8]
            auth:
              jwt: {algorithm: RS256, jwks_url: https://auth.example.com/jwks, issuer: https://auth.example.com, audience: api}
              rbac: {super_admin: ["*"], viewer: ["read:*"]}
              rbac_default_role: viewer
              rate_limit: {route_limits: {/api/auth/login: {requests_per_minute: 5}}}
              tenant_isolation: {}
              audit: {}
            """
        let configuration = try NexusConfiguration.load(yaml: yaml, environment: ["NEXUS_ENV": "production"])
        #expect(configuration.findings().isEmpty, "\(configuration.findings())")
        try configuration.requireSound()
        try configuration.validate()
    }

    @Test(
        arguments: [
            "cors_origins: [\"*\"]", "cors_origins: [\"http://app.example.com\"]", "auth: {jwt: {verify_exp: false}}",
            "auth: {jwt: {secret: my-super-secret-key-for-my-company}}", "trusted_proxies: [0.0.0.0/0]",
        ])
    func productionTurnsWarningsIntoErrors(yaml: String) throws {
        try NexusConfiguration.load(yaml: yaml).requireSound()
        let production = try NexusConfiguration.load(yaml: yaml, environment: ["NEXUS_ENV": "production"])
        let error = #expect(throws: ConfigurationError.self) { try production.requireSound() }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.hasPrefix("nexus.yaml:1: ") == true)
    }

    @Test(
        "the default role may be what the admin role inherits, and the admin role itself where it overrides nothing",
        arguments: [
            "a: [], super_admin: {inherits: [a]}}, tenant_isolation: {}",
            "a: []}, tenant_isolation: {admin_role: a, allow_admin_override: false}",
        ])
    func aDefaultRoleBelowTheAdminRoleIsFine(rest: String) throws {
        let all = try Self.findings("auth: {jwt: {}, rbac_default_role: a, rbac: {\(rest)}")
        #expect(!all.contains { $0.hasPrefix("error: auth.rbac_default_role") }, "\(all)")
    }

    @Test(arguments: [
        "secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T, claims: {tenant: org}}, tenant_isolation: {}",
        "secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T, claims: {tenant: org}}, tenant_isolation: {jwt_claim: org}",
        "issuers: [{issuer: a, jwks_url: https://a.example, claims: {tenant: org}}, {issuer: b, jwks_url: https://b.example}]}, "
            + "tenant_isolation: {jwt_claim: team}",
    ])
    func `Claims of the tenant that somebody reads are no contradiction`(rest: String) throws {
        try NexusConfiguration.load(yaml: "auth: {jwt: {\(rest)}").validate()
    }

    @Test func errorsComeFirst() throws {
        let severities = try NexusConfiguration.load(yaml: "log_level: debug\nauth: {jwt: {secret: short}}").findings().map(\.severity)
        #expect(severities == severities.sorted(by: >))
        #expect(severities.first == .error && severities.last == .notice)
    }

    @Test func noFindingShowsASecret() throws {
        let secret = "aaaaaaaabbbbbbbbccccccccddddddddeeeee"
        let all = try Self.findings("auth: {jwt: {secret: \(secret)}, audit: {signing_key: \(secret)}}")
        #expect(!all.joined().contains(secret))
    }

    @Test func patternsThatMatchNoRouteAreFound() throws {
        let configuration = try NexusConfiguration.load(
            yaml: "auth: {jwt: {exempt_paths: [/healthy, /docs]}, rate_limit: {route_limits: {/api/chta/*: {requests_per_minute: 1}}}}")
        let all = configuration.findings(routes: ["/health", "/docs", "/api/chat/{room}"]).map(\.description)
        #expect(all.contains("warning: auth.jwt.exempt_paths: /healthy matches no route"))
        #expect(all.contains("warning: auth.rate_limit.route_limits: /api/chta/* decides about no route"))
        #expect(!all.contains { $0.contains("/docs") })
    }

    @Test func randomSecretsAreStrong() {
        var random = SystemRandomNumberGenerator()
        let hexadecimal = Array("0123456789abcdef".utf8)
        for _ in 0..<200 {
            #expect(SecretStrength.weakness(of: (0..<64).map { _ in hexadecimal.randomElement(using: &random) ?? 0 }) == nil)
        }
    }

    @Test(
        arguments: [
            ("auth: {jwt: {secret: short}}", "auth.jwt.secret - "), ("auth: {jwt: {algorithm: RS256}}", "auth.jwt.public_key - "),
            ("auth: {jwt: {algorithm: RS256, jwks_url: \"http://a.example\"}}", "auth.jwt.jwks_url - "),
            ("auth: {rate_limit: {backend: redis}}", "auth.rate_limit.redis_url - "),
            ("auth: {rate_limit: {route_limits: {api: null}}}", "auth.rate_limit.route_limits - "),
            ("auth: {audit: {backend: database}}", "auth.audit - "),
            ("auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}, rbac: {a: [\"*x\"]}}", "auth.rbac - "),
            ("limits: {max_header_size: 1}", "limits.max_header_size"), ("trusted_proxies: [10.0.0.1/8]", "trusted_proxies: "),
            ("cors_origins: [app.example.com]", "cors_origins: "),
            ("auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T, exempt_paths: [health]}}", "auth.jwt.exempt_paths - "),
            (
                "auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T, claims: {tenant: a}}, tenant_isolation: {jwt_claim: b}}",
                "auth.jwt.claims.tenant - is 'a', but tenant_isolation.jwt_claim is 'b'"
            ),
            (
                "auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T, claims: {tenant: a}}, tenant_isolation: {jwt_claim: tenant_id}}",
                "auth.jwt.claims.tenant - is 'a', but tenant_isolation.jwt_claim is 'tenant_id'"
            ),
            (
                "auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T, algorithm: HS256, algorithms: [HS256]}}",
                "nexus.yaml:1: auth.jwt.algorithm - has no effect beside algorithms"
            ),
            (
                "auth: {jwt: {claims: {user_id: sub}, issuers: [{issuer: a, jwks_url: https://a.example}]}}",
                "nexus.yaml:1: auth.jwt.claims.user_id - has no effect"
            ),
            (
                "auth: {jwt: {algorithm: ES256, issuers: [{issuer: a, jwks_url: https://a.example}]}}",
                "auth.jwt.algorithm - has no effect: only the entries"
            ),
            ("auth: {rate_limit: {local_share: 0.5}}", "nexus.yaml:1: auth.rate_limit.local_share - has no effect with backend memory"),
            (
                "auth: {rate_limit: {redis_timeout: 50ms}}",
                "nexus.yaml:1: auth.rate_limit.redis_timeout - has no effect with backend memory"
            ),
            ("auth: {rate_limit: {redis_key_prefix: \"a:\"}}", "auth.rate_limit.redis_key_prefix - has no effect with backend memory"),
        ])
    func whatCannotBeCompiledIsRefused(yaml: String, problem: String) throws {
        let configuration = try NexusConfiguration.load(yaml: yaml)
        let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
        #expect(error?.problems.contains { $0.hasPrefix(problem) } == true, "\(String(describing: error))")
    }
}
