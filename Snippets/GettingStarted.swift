// A secured API in fifteen lines.
// snippet.show
import Nexus

let auth = try NexusAuthPlugin.basicAuth(
    jwt: JWTConfig(secret: .environment("JWT_SECRET"))
)

let app = Nexus(apiPort: 8000)
try app.addPlugin(auth)

app.get("/hello", .public) { _ in "hello, world" }
app.get("/profile", .anyIdentity) { request in
    ["user_id": request.identity.userID]
}

try await app.start()
