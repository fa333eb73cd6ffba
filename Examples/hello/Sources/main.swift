import Nexus
import NexusAuth

let app = Nexus(apiPort: 8000)
try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .environment("JWT_SECRET"))))

app.get("/hello", .public) { _ in
    "hello, world"
}

app.get("/profile", .anyIdentity) { request in
    ["user_id": request.identity.userID]
}

try await app.start()
