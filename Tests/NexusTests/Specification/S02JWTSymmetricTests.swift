import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 2: tokens with a shared secret")
struct S02JWTSymmetricTests {
    static func config() throws -> JWTConfig {
        try #require(SpecificationEnvironment.isSet)
        let jwtConfig = JWTConfig(
            secret: .environment("JWT_SECRET"),
            algorithm: .hs256,
            leeway: .zero,
            verifyExp: true,
            exemptPaths: ["/health", "/docs"]
        )
        return jwtConfig
    }

    @Test("exp is required and judged without leeway; exempt paths need no token")
    func everyOptionCounts() async throws {
        let time = TestTime()
        let app = Nexus()
        try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: try Self.config()))
        app.get("/hello", .anyIdentity) { _ in "hello" }
        try await serving(app, at: time) { app in
            let token = try time.token(lifetime: 10)
            #expect(try await app.get("/hello", bearer: token).status == 200)
            time.clock.advance(by: .seconds(10))
            #expect(try await app.get("/hello", bearer: token).error == "token_expired")
            #expect(try await app.get("/hello", bearer: try time.token(lifetime: nil)).error == "invalid_token")
            #expect(try await app.get("/health").status == 200)
            #expect(try await app.get("/docs").status == 200)
        }
    }
}
