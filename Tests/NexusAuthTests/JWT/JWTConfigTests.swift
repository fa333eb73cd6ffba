import NexusCore
import Testing

@testable import NexusAuth

@Suite("JWT configuration")
struct JWTConfigTests {
    private func error(_ config: JWTConfig) -> JWTConfigError? {
        do throws(JWTConfigError) {
            try config.validate()
            return nil
        } catch {
            return error
        }
    }

    private let secret = Secret.value(JWTFixture.secret)

    @Test("the specification's snippets are valid")
    func snippets() {
        #expect(self.error(JWTConfig(secret: self.secret)) == nil)
        #expect(
            self.error(
                JWTConfig(secret: self.secret, algorithm: .hs256, leeway: .zero, verifyExp: true, exemptPaths: ["/health", "/docs"])) == nil
        )
        let sso = JWTConfig(
            algorithm: .rs256, jwksURL: "https://your-tenant.auth0.com/.well-known/jwks.json", jwksCacheTTL: .seconds(3600),
            issuer: "https://your-issuer.com", audience: "your-api")
        #expect(self.error(sso) == nil)
        #expect(JWTConfig(secret: .environment("JWT_SECRET")).algorithm == .hs256)
    }

    @Test("a secret that is not there, too short, or short in bytes")
    func secrets() {
        #expect(self.error(JWTConfig(secret: .environment("NEXUS_TEST_NO_SUCH_VARIABLE")))?.option == "jwt.secret")
        #expect(
            self.error(JWTConfig(secret: .value(String(repeating: "x", count: 31))))?.reason
                == "a shared secret needs at least 32 bytes; this one has 31")
        #expect(self.error(JWTConfig(secret: .value(String(repeating: "x", count: 32)))) == nil)
        #expect(self.error(JWTConfig(secret: .value(String(repeating: "é", count: 16)))) == nil)
        #expect(self.error(JWTConfig())?.description == "jwt.secret: HS256 needs a secret of at least 32 bytes")
    }

    @Test("an algorithm without a key does not start", arguments: JWTAlgorithm.all)
    func keys(algorithm: JWTAlgorithm) {
        #expect(self.error(JWTConfig(algorithm: algorithm))?.option == (algorithm.isSymmetric ? "jwt.secret" : "jwt.public_key"))
    }

    @Test("an option that has no effect is refused")
    func withoutEffect() throws {
        let pem = Secret.value(try #require(try JWTFixture.key(.rs256).publicPEM))
        let url = "https://issuer.example/jwks"
        #expect(self.error(JWTConfig(secret: self.secret, publicKey: pem))?.option == "jwt.public_key")
        #expect(self.error(JWTConfig(secret: self.secret, jwksURL: url))?.option == "jwt.jwks_url")
        #expect(self.error(JWTConfig(secret: self.secret, algorithm: .rs256, publicKey: pem))?.option == "jwt.secret")
        #expect(self.error(JWTConfig(algorithm: .rs256, publicKey: pem, jwksURL: url))?.option == "jwt.public_key")
        #expect(self.error(JWTConfig(secret: self.secret, algorithms: [.hs256, .rs256], jwksURL: url))?.option == "jwt.secret")
        #expect(self.error(JWTConfig(algorithms: [.rs256, .es256], publicKey: pem))?.option == "jwt.algorithms")
        #expect(self.error(JWTConfig(algorithm: .es256, publicKey: pem))?.option == "jwt.public_key")
        #expect(self.error(JWTConfig(secret: self.secret, algorithms: [.hs256, .rs256], publicKey: pem)) == nil)
        #expect(self.error(JWTConfig(algorithms: [.rs256, .ps512], publicKey: pem)) == nil)
        #expect(self.error(JWTConfig(algorithm: .ps512, algorithms: [.rs256], publicKey: pem))?.option == "jwt.algorithm")
        let issuers = [TrustedIssuer(issuer: "a", jwksURL: url)]
        #expect(self.error(JWTConfig(issuers: issuers)) == nil)
        #expect(self.error(JWTConfig(algorithm: .es256, issuers: issuers))?.option == "jwt.algorithm")
        #expect(self.error(JWTConfig(algorithms: [.es256], issuers: issuers))?.option == "jwt.algorithms")
        #expect(self.error(JWTConfig(claims: ClaimMapping(roles: "groups"), issuers: issuers))?.option == "jwt.claims")
    }

    @Test(
        "key sets come by https, or from this machine",
        arguments: [
            ("https://issuer.example/jwks", true), ("http://127.0.0.1:8080/jwks", true), ("http://localhost/jwks", true),
            ("http://[::1]:1/jwks", true),
            ("http://issuer.example/jwks", false), ("ftp://issuer.example/jwks", false), ("jwks.json", false), ("", false),
            ("https://user:password@issuer.example/jwks", false), ("http://localhost.evil.example/jwks", false),
        ])
    func urls(url: String, isValid: Bool) {
        #expect(self.error(JWTConfig(algorithm: .rs256, jwksURL: url))?.option == (isValid ? nil : "jwt.jwks_url"))
    }

    @Test("discovery needs one issuer")
    func discovery() {
        #expect(self.error(JWTConfig(algorithm: .rs256, discovery: true))?.option == "jwt.discovery")
        #expect(
            self.error(JWTConfig(algorithm: .rs256, discovery: true, issuer: ["https://a.example", "https://b.example"]))?.option
                == "jwt.discovery")
        #expect(self.error(JWTConfig(algorithm: .rs256, discovery: true, issuer: "a.example"))?.option == "jwt.issuer")
        #expect(self.error(JWTConfig(algorithm: .rs256, discovery: true, issuer: "https://a.example")) == nil)
    }

    @Test("several issuers have names that differ")
    func issuers() {
        func entry(_ issuer: AcceptedValues) -> TrustedIssuer { TrustedIssuer(issuer: issuer, jwksURL: "https://issuer.example/jwks") }
        #expect(self.error(JWTConfig(issuers: [entry("a"), entry("b")])) == nil)
        #expect(self.error(JWTConfig(issuers: [entry("a"), entry(["b", "a"])]))?.option == "jwt.issuers[1].issuer")
        #expect(self.error(JWTConfig(secret: self.secret, issuers: [entry("a")]))?.option == "jwt.issuer")
        #expect(self.error(JWTConfig(secret: self.secret, issuer: "local", issuers: [entry("a")])) == nil)
        #expect(self.error(JWTConfig(audience: "api", issuers: [entry("a")]))?.option == "jwt.audience")
        #expect(self.error(JWTConfig(issuers: [entry([])]))?.option == "jwt.issuers[0].issuer")
        #expect(self.error(JWTConfig(issuers: [TrustedIssuer(issuer: "a")]))?.option == "jwt.issuers[0].public_key")
    }

    @Test("values out of range")
    func ranges() {
        func option(_ edit: (inout JWTConfig) -> Void) -> String? {
            var config = JWTConfig(secret: self.secret)
            edit(&config)
            return self.error(config)?.option
        }
        #expect(option { _ in } == nil)
        #expect(option { $0.leeway = .seconds(-1) } == "jwt.leeway")
        #expect(option { $0.jwksCacheTTL = .zero } == "jwt.jwks_cache_ttl")
        #expect(option { $0.maxTokenAge = .zero } == "jwt.max_token_age_seconds")
        #expect(option { $0.tokenHeader = "X Token" } == "jwt.token_header")
        #expect(option { $0.tokenHeader = "" } == "jwt.token_header")
        #expect(option { $0.tokenCookie = "a=b" } == "jwt.token_cookie")
        #expect(option { $0.tokenQueryParam = "" } == "jwt.token_query_param")
        #expect(option { $0.acceptedTypes = [] } == "jwt.accepted_types")
        #expect(option { $0.audience = [] } == "jwt.audience")
        #expect(option { $0.issuer = "" } == "jwt.issuer")
        #expect(option { $0.claims.roles = "" } == "jwt.claims.roles")
        #expect(option { $0.limits.maximumTokenSize = 0 } == "jwt.limits.maximum_token_size")
        #expect(option { $0.limits.cachedTokens = -1 } == "jwt.limits.cached_tokens")
        #expect(option { $0.limits.cachedBytes = -1 } == "jwt.limits.cached_bytes")
        #expect(option { $0.leeway = .seconds(Int64.max) } == nil)
    }

    @Test(
        "an algorithm is read by its exact name",
        arguments: ["none", "None", "NONE", "hs256", "HS999", "RS256 ", "", "ES256K", "HS1", "ＨS256"])
    func names(name: String) {
        #expect(JWTAlgorithm(name) == nil)
    }

    @Test("every algorithm has a name that reads back", arguments: JWTAlgorithm.all)
    func roundTrip(algorithm: JWTAlgorithm) {
        #expect(JWTAlgorithm(algorithm.name) == algorithm)
    }

    @Test("no error names a secret")
    func noSecrets() {
        let short = "do-not-print-me"
        let error = self.error(JWTConfig(secret: .value(short)))
        #expect(error?.description.contains(short) == false)
    }
}
