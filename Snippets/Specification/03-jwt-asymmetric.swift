// How tokens of an identity provider are verified: with the keys that it publishes.
// snippet.show
import NexusAuth

let jwtConfig = JWTConfig(
    algorithm: .rs256,
    jwksURL: "https://your-tenant.auth0.com/.well-known/jwks.json",
    jwksCacheTTL: .seconds(3600),
    issuer: "https://your-issuer.com",
    audience: "your-api"
)
