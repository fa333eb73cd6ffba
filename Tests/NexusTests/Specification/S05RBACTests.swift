import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 5: roles and permissions")
struct S05RBACTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
        let auth = try NexusAuthPlugin.saasApp(
            jwt: JWTConfig(secret: .environment("JWT_SECRET")),
            rbac: [
                "admin": ["*"],  // everything
                "editor": ["read:*", "write:articles"],  // a wildcard and one permission
                "viewer": ["read:*"],  // reading alone
            ],
            rbacDefaultRole: "viewer"
        )

        let app = Nexus()
        try app.addPlugin(auth)

        app.get("/admin", .requireRole("admin")) { _ in
            ["admin": true]
        }

        app.delete("/articles/{id}", .requirePermission("delete:articles")) { _ in
            ["deleted": true]
        }

        struct Profile: ResponseContent, Codable {
            let userID: String
            let roles: [String]

            enum CodingKeys: String, CodingKey {
                case userID = "user_id"
                case roles
            }
        }

        app.get("/profile", .anyIdentity) { request in
            Profile(userID: request.identity.userID, roles: request.identity.roles)
        }

        return app
    }

    @Test("a role reaches what it may, and is refused without a reason elsewhere", arguments: ["admin", "editor", "viewer"])
    func rolesDecide(role: String) async throws {
        let time = TestTime()
        let token = try time.token(roles: [role])
        try await serving(try Self.app(), at: time) { app in
            let isAdmin = role == "admin"
            #expect(try await app.get("/admin", bearer: token).status == (isAdmin ? 200 : 403))
            let deletion = try await app.request("DELETE", "/articles/7", bearer: token)
            #expect(deletion.status == (isAdmin ? 200 : 403))
            #expect(deletion.error == (isAdmin ? nil : "forbidden"))
            #expect(!deletion.text.contains("delete:articles"))
            #expect(try await app.get("/profile", bearer: token).text == #"{"user_id":"u1","roles":["\#(role)"]}"#)
        }
    }

    @Test("whoever has no role has the default one")
    func defaultRole() async throws {
        let time = TestTime()
        try await serving(try Self.app(), at: time) { app in
            let profile = try await app.get("/profile", bearer: try time.token())
            #expect(profile.text == #"{"user_id":"u1","roles":["viewer"]}"#)
        }
    }

    @Test(
        "patterns match as the specification says",
        arguments: [
            ("*", "read:users", true), ("*", "delete:articles", true), ("read:*", "read:users", true), ("read:*", "read:articles", true),
            ("read:*", "write:users", false), ("*:users", "read:users", true), ("*:users", "write:users", true),
            ("*:users", "read:articles", false),
        ])
    func patterns(pattern: String, permission: String, matches: Bool) async throws {
        try #require(SpecificationEnvironment.isSet)
        let app = Nexus()
        try app.addPlugin(
            NexusAuthPlugin.saasApp(
                jwt: JWTConfig(secret: .environment("JWT_SECRET")),
                rbac: ["probe": Role(permissions: [pattern]), "holder": Role(permissions: [permission])]))
        app.get("/probe", .requirePermission(permission)) { _ in "reached" }
        #expect(try await app.explain("GET", "/probe", as: .roles(["probe"], tenant: nil)).isAdmitted == matches)
    }
}
