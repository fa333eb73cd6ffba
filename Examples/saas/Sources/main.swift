import Nexus
import NexusAuth
import NexusCore

struct NewNote: Codable {
    let text: String
}

let auth = try NexusAuthPlugin.saasApp(
    jwt: JWTConfig(secret: .environment("JWT_SECRET")),
    rbac: [
        "reader": ["read:notes"],
        "writer": Role(permissions: ["write:notes"], inherits: ["reader"]),
        "owner": Role(permissions: ["delete:notes"], inherits: ["writer"]),
    ],
    rbacDefaultRole: "reader",
    tenantIsolation: TenantConfig(adminRole: "support")
)

let app = Nexus(apiPort: 8000)
try app.addPlugin(auth)

let notes = NoteStore()

app.get("/notes", .requirePermission("read:notes")) { [notes] request in
    notes.all(in: try request.tenant)
}

app.post("/notes", .requirePermission("write:notes"), body: NewNote.self) { [notes] request, new in
    Answer(.created, notes.add(new.text, author: request.identity.userID, in: try request.tenant))
}

app.delete("/notes/{id}", .requirePermission("delete:notes")) { [notes] request in
    guard notes.remove(try request.parameter("id", as: Int.self), in: try request.tenant) else { throw Rejection.notFound }
    return ["deleted": true]
}

try await app.start()
