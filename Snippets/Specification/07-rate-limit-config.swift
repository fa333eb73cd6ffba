// Limits for each identity, with limits of their own for some routes.
// snippet.show
import Nexus
import NexusAuth

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
try await app.start()
