// How tokens with a shared secret are verified.
// snippet.show
import NexusAuth

let jwtConfig = JWTConfig(
    secret: .environment("JWT_SECRET"),
    algorithm: .hs256,
    leeway: .zero,
    verifyExp: true,
    exemptPaths: ["/health", "/docs"]
)
