import Nexus
import NexusCore
import NexusTesting
import Testing
import Tracing

/// A request's tenant and trace are its own, also where it waited behind another on its connection and began in that one's task.
@Suite struct RequestScopeTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private let tokens = TestTokens()

    private func app() throws -> Nexus {
        let app = Nexus(apiPort: 0)
        try app.addPlugin(
            NexusAuthPlugin(
                jwt: JWTConfig(secret: self.tokens.secret),
                rateLimit: RateLimitConfig(requestsPerMinute: 100_000, burstSize: 1_000),
                tenantIsolation: TenantConfig()
            ))
        app.get("/wait", .anyIdentity) { _ async throws in
            try await Task.sleep(for: .milliseconds(20))
            return Self.standing
        }
        app.get("/task", .anyIdentity) { _ async in Self.standing }
        app.get("/loop", .anyIdentity) { _ in Self.standing }
        app.get("/stream", .anyIdentity) { _ in Self.stream }
        app.get("/task-stream", .anyIdentity) { _ async in Self.stream }
        app.get(
            "/check", Requirement.custom("nobody else's") { context in Self.tenant == "none" || Self.tenant == context.tenant?.rawValue }
        ) {
            _ in Self.standing
        }
        app.get("/open", .public) { _ in Self.standing }
        app.get("/open-task", .public) { _ async in Self.standing }
        return app
    }

    private static var tenant: String { TenantContext.current?.rawValue ?? "none" }
    private static var standing: String { "\(self.tenant) \(InstrumentationContext.current?.traceContext == nil ? "untraced" : "traced")" }
    private static var stream: Response {
        Response(
            body: .stream { writer in
                try await writer.write(Self.standing)
                try await Task.sleep(for: .milliseconds(5))
                try await writer.write(", \(Self.standing)")
            })
    }

    @Test(arguments: [
        ("/task", "globex untraced"), ("/loop", "globex untraced"), ("/check", "globex untraced"),
        ("/stream", "globex untraced, globex untraced"), ("/task-stream", "globex untraced, globex untraced"),
        ("/open", "none untraced"), ("/open-task", "none untraced"),
    ])
    func whatWaitedBehindARequestKnowsNothingOfIt(path: String, expected: String) async throws {
        let first = try self.tokens.token(for: "u1", tenant: "acme")
        let second = try self.tokens.token(for: "u2", tenant: "globex")
        let authorization = path.hasPrefix("/open") ? "" : "Authorization: Bearer \(second)\r\n"
        try await TestServer.run(try self.app()) { server in
            let client = try await server.connect()
            for before in ["/wait", "/task-stream"] {
                try await client.send(
                    "GET \(before) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(first)\r\ntraceparent: \(Self.parent)\r\n\r\n"
                        + "GET \(path) HTTP/1.1\r\nHost: h\r\n\(authorization)\r\n")
                #expect(try await client.receive().text.hasPrefix("acme traced"))
                #expect(try await client.receive().text == expected)
            }
        }
    }
}
