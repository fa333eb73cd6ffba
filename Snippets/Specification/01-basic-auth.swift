// Tokens and an audit trail: every route but the public ones needs a valid token.
// snippet.show
import Nexus
import NexusAuth

let auth = try NexusAuthPlugin.basicAuth(
    jwt: JWTConfig(secret: .environment("JWT_SECRET"))
)

let app = Nexus()
try app.addPlugin(auth)
try await app.start()
