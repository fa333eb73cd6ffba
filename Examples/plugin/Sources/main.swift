import Nexus
import NexusAuth

let app = Nexus(apiPort: 8000)
try app.addPlugin(
    NexusAuthPlugin.saasApp(
        jwt: JWTConfig(secret: .environment("JWT_SECRET")),
        rbac: ["operator": ["write:maintenance"], "user": ["read:*"]]))
try app.addPlugin(MaintenancePlugin())

app.get("/hello", .public) { _ in
    "hello, world"
}

try await app.start()
