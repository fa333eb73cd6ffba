import Foundation
import Nexus
import NexusAuth
import NexusCore
import NexusReference
import NexusTesting
import Testing

@Suite("Logging in to the reference API")
struct LoginTests {
    private static let (first, second) = ("the first secret of this test, 32 bytes", "another secret of this test, 32 bytes")

    private static func jwt(_ secret: String) -> JWTConfig {
        JWTConfig(secret: .value(secret), issuer: AcceptedValues("https://\(secret.prefix(3)).example"), audience: "api")
    }

    private static func plugin(_ secret: String) throws -> NexusAuthPlugin {
        try NexusAuthPlugin(
            jwt: self.jwt(secret), rbac: ["viewer": ["*"]], audit: AuditConfig(backend: .custom(MemoryAuditSink())))
    }

    /// An app with the account "ada", and its minter.
    private static func serving(_ body: (Nexus, CurrentMinter, TestServer) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let database = try ReferenceDatabase(path: folder + "/nexus.sqlite")
            let users = UserStore(database: database, hasher: try .cheap())
            try await users.add("ada", password: "correct horse", tenant: nil, roles: ["viewer"])
            let minter = CurrentMinter(try TokenMinter(self.jwt(self.first), tenantClaim: nil))
            let accounts = Accounts(users: users, refreshTokens: RefreshTokenStore(database: database), minter: minter)
            let app = Nexus(apiPort: 0)
            try app.addPlugin(try self.plugin(self.first))
            ReferenceAPI(articles: ArticleStore(database: database), accounts: accounts).declare(on: app)
            try await TestServer.run(app) { try await body(app, minter, $0) }
            try database.close()
        }
    }

    private static func logIn(_ server: TestServer) async throws -> TestResponse {
        try await server.post("/api/auth/login", #"{"username":"ada","password":"correct horse"}"#)
    }

    private static func member(_ name: String, of response: TestResponse) throws -> String {
        try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])[name] as? String ?? ""
    }

    @Test func `tokens of a login are good after a reload with another secret`() async throws {
        try await Self.serving { app, minter, server in
            let before = try Self.member("access_token", of: try await Self.logIn(server))
            #expect(try await server.get("/profile", bearer: before).status == 200)
            let next = try TokenMinter(Self.jwt(Self.second), tenantClaim: nil)
            try minter.replace(with: next) { try app.reload(options: app.options, auth: try Self.plugin(Self.second)) }
            let pair = try await Self.logIn(server)
            #expect(try await server.get("/profile", bearer: try Self.member("access_token", of: pair)).status == 200)
            #expect(try await server.get("/profile", bearer: before).status == 401)
            let refresh = try await server.post("/api/auth/refresh", #"{"refresh_token":"\#(try Self.member("refresh_token", of: pair))"}"#)
            #expect(try await server.get("/profile", bearer: try Self.member("access_token", of: refresh)).status == 200)
        }
    }

    @Test func `a reload that fails leaves the minter in force`() async throws {
        try await Self.serving { app, minter, server in
            let next = try TokenMinter(Self.jwt(Self.second), tenantClaim: nil)
            #expect(throws: (any Error).self) {
                try minter.replace(with: next) { try app.reload(options: app.options, auth: nil) }
            }
            let token = try Self.member("access_token", of: try await Self.logIn(server))
            #expect(try await server.get("/profile", bearer: token).status == 200)
        }
    }

    @Test func `without a secret to sign with, a login is 503 and uses no refresh token up`() async throws {
        try await Self.serving { app, minter, server in
            let pair = try await Self.logIn(server)
            let body = #"{"refresh_token":"\#(try Self.member("refresh_token", of: pair))"}"#
            minter.replace(with: nil) {}
            #expect(try await Self.logIn(server).status == 503)
            #expect(try await server.post("/api/auth/refresh", body).status == 503)
            minter.replace(with: try TokenMinter(Self.jwt(Self.first), tenantClaim: nil)) {}
            #expect(try await server.post("/api/auth/refresh", body).status == 200)
        }
    }

    @Test func `no cache may keep tokens`() async throws {
        try await Self.serving { _, _, server in
            let pair = try await Self.logIn(server)
            #expect(pair.status == 200 && pair.header("cache-control") == "no-store")
            let refresh = try await server.post("/api/auth/refresh", #"{"refresh_token":"\#(try Self.member("refresh_token", of: pair))"}"#)
            #expect(refresh.status == 200 && refresh.header("cache-control") == "no-store")
        }
    }
}
