import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 7: limits of identities and routes")
struct S07RateLimitConfigTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
        let auth = try NexusAuthPlugin.enterprise(
            jwt: JWTConfig(secret: .environment("JWT_SECRET")),
            rbac: ["admin": ["*"], "user": ["read:*"]],
            rateLimit: RateLimitConfig(
                requestsPerMinute: 100,
                burstSize: 20,
                backend: .memory,  // or .redis, with redisURL: "redis://localhost:6379"
                routeLimits: [
                    "/api/chat/*": RouteLimit(requestsPerMinute: 30),
                    "/api/auth/login": RouteLimit(requestsPerMinute: 10, burstSize: 5),
                    "/health": nil,  // no limit
                ],
                includeHeaders: true,  // X-RateLimit-* and RateLimit
                failOpen: true  // let pass while Redis is away
            )
        )

        let app = Nexus()
        try app.addPlugin(auth)
        return app
    }

    private static func declareRoutes(on app: Nexus) {
        app.get("/profile", .anyIdentity) { _ in "profile" }
        app.get("/api/chat/{room}", .anyIdentity) { _ in "chat" }
        app.post("/api/auth/login", .public) { _ in "login" }
    }

    @Test("each route has the limit of its rule, in a bucket of its own")
    func routesHaveTheirOwn() async throws {
        let time = TestTime()
        let token = try time.token(roles: ["user"])
        try await serving(try Self.app(), at: time, routes: Self.declareRoutes) { app in
            #expect(try await app.get("/profile", bearer: token).header("X-RateLimit-Limit") == "120")
            #expect(try await app.request("POST", "/api/auth/login").header("X-RateLimit-Limit") == "15")
            #expect(try await app.get("/health").header("X-RateLimit-Limit") == nil)
            for _ in 0..<30 { #expect(try await app.get("/api/chat/lobby", bearer: token).status == 200) }
            let refused = try await app.get("/api/chat/garden", bearer: token)
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After") == "2")
            #expect(try await app.get("/profile", bearer: token).status == 200)
            #expect(try await app.get("/api/chat/lobby", bearer: try time.token("u2", roles: ["user"])).status == 200)
        }
    }

    @Test("a bucket fills again at its rate")
    func bucketsFill() async throws {
        let time = TestTime()
        try await serving(try Self.app(), at: time, routes: Self.declareRoutes) { app in
            for _ in 0..<15 { _ = try await app.request("POST", "/api/auth/login") }
            let refused = try await app.request("POST", "/api/auth/login")
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After") == "6")
            time.clock.advance(by: .seconds(6))
            #expect(try await app.request("POST", "/api/auth/login").status == 200)
            #expect(try await app.request("POST", "/api/auth/login").status == 429)
        }
    }
}
