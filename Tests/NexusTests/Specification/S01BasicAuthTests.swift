import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 1: basic authentication")
struct S01BasicAuthTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
        let auth = try NexusAuthPlugin.basicAuth(
            jwt: JWTConfig(secret: .environment("JWT_SECRET"))
        )

        let app = Nexus()
        try app.addPlugin(auth)
        return app
    }

    @Test("nothing is reached without a token, and a token is judged by key and time")
    func tokensAreNeeded() async throws {
        let time = TestTime()
        try await serving(try Self.app(), at: time, routes: { $0.get("/hello", .anyIdentity) { "hello, \($0.identity.userID)" } }) { app in
            #expect(try await app.get("/hello", bearer: try time.token()).text == "hello, u1")

            let missing = try await app.get("/hello")
            #expect(missing.status == 401)
            #expect(missing.error == "missing_token")
            #expect(missing.header("WWW-Authenticate") == #"Bearer realm="api""#)

            #expect(try await app.get("/nowhere").status == 401)
            #expect(try await app.get("/nowhere", bearer: try time.token()).status == 404)
            #expect(try await app.get("/hello", bearer: try time.token(lifetime: -1)).error == "token_expired")
            let foreign = try time.token(secret: "another secret of thirty-two bytes or more")
            #expect(try await app.get("/hello", bearer: foreign).error == "invalid_token")
        }
    }

    @Test("an audit trail comes with it")
    func auditIsOn() throws {
        try #require(SpecificationEnvironment.isSet)
        #expect(try NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .environment("JWT_SECRET"))).enabledComponents == ["audit", "jwt"])
    }
}
