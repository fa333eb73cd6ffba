import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 3: tokens of an identity provider")
struct S03JWTAsymmetricTests {
    static func config() -> JWTConfig {
        let jwtConfig = JWTConfig(
            algorithm: .rs256,
            jwksURL: "https://your-tenant.auth0.com/.well-known/jwks.json",
            jwksCacheTTL: .seconds(3600),
            issuer: "https://your-issuer.com",
            audience: "your-api"
        )
        return jwtConfig
    }

    @Test("the published keys, the issuer and the audience decide")
    func providerDecides() async throws {
        let time = TestTime()
        let provider = try await FakeIdentityProvider.start(algorithm: .rs256, time: time.source)
        let app = Nexus()
        try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: Self.config()))
        app.get("/hello", .anyIdentity) { _ in "hello" }
        try await serving(app, at: time, changing: { jwt, _ in jwt.jwksURL = provider.keySetURL }) { app in
            func status(issuer: String, audience: String) async throws -> Int {
                let token = try provider.mint(subject: "u1", claims: ["iss": .string(issuer), "aud": .string(audience)])
                return try await app.get("/hello", bearer: token).status
            }
            let accepted = try await status(issuer: "https://your-issuer.com", audience: "your-api")
            #expect(accepted == 200)
            #expect(try await status(issuer: "https://your-issuer.com", audience: "another-api") == 401)
            #expect(try await status(issuer: "https://another-issuer.com", audience: "your-api") == 401)
            #expect(try await app.get("/hello", bearer: try time.token()).status == 401)
            #expect(provider.keySetFetches == 1)
        }
        try await provider.stop()
    }
}
