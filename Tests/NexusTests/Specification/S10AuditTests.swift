import Logging
import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 10: the audit trail")
struct S10AuditTests {
    static func app() throws -> Nexus {
        try #require(SpecificationEnvironment.isSet)
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
        return app
    }

    @Test("every request has a record that says who, what and how it ended, and no secret")
    func everyRequestIsRecorded() async throws {
        let time = TestTime()
        let trail = MemoryAuditSink()
        let token = try time.token("alice", roles: ["user"])
        try await serving(try Self.app(), at: time, trail: trail, routes: { $0.post("/notes", .anyIdentity) { _ in "noted" } }) { app in
            _ = try await app.post("/notes?api_key=sesame-1", #"{"password":"sesame-2"}"#, bearer: token)
            _ = try await app.post("/notes", "", bearer: "not.a.token")
            _ = try await app.get("/nowhere", bearer: token)
            _ = try await app.get("/health")
        }
        let records = trail.requests
        #expect(records.map(\.status) == [200, 401, 404])
        #expect(records.map(\.outcome) == ["admitted", "rejected", "rejected"])
        #expect(records.map(\.userID) == ["alice", nil, "alice"])
        let text = records.map { String(decoding: $0.json, as: UTF8.self) }.joined()
        for secret in ["sesame-1", "sesame-2", token, "not.a.token"] { #expect(!text.contains(secret)) }
    }
}
