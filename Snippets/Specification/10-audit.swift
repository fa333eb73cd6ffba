// A record of every request, without the secrets in it.
// snippet.show
import Nexus
import NexusAuth

let auth = try NexusAuthPlugin.enterprise(
    jwt: JWTConfig(secret: .environment("JWT_SECRET")),
    rbac: ["admin": ["*"], "user": ["read:*"]],
    audit: AuditConfig(
        backend: .logging,  // or .dataflow, an SQLite file at path
        logLevel: .info,
        logRequestBody: false,  // bodies hold personal data
        logResponseBody: false,
        excludePaths: ["/health", "/metrics"],
        redactHeaders: ["Authorization", "Cookie"],
        redactFields: ["password", "token", "api_key"]
    )
)

let app = Nexus()
try app.addPlugin(auth)
try await app.start()
