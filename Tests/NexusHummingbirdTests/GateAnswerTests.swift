import Hummingbird
import NexusHummingbird
import NexusTesting
import Testing

/// What the gate says reaches the client, and a refused request reaches no handler.
@Suite struct GateAnswerTests {
    func app(rateLimit: RateLimitConfig = RateLimitConfig(requestsPerMinute: 600, burstSize: 100)) throws -> GuestApp {
        let app = try GuestApp(rateLimit: rateLimit)
        let handled = app.handled
        app.nexus.declare(.get, "/articles/{id}", .requirePermission("read:articles"))
        app.nexus.declare(.delete, "/articles/{id}", .requirePermission("delete:articles"))
        app.nexus.declare(.get, "/open", .public)
        app.router.get("articles/:id") { _, context -> String in
            handled.increment()
            let identity = try context.nexus.requireIdentity()
            return "\(identity.userID) \(try context.nexus.requireTenant()) \(try context.parameters.require("id"))"
        }
        app.router.delete("articles/:id") { _, _ -> String in
            handled.increment()
            return "deleted"
        }
        app.router.get("open") { _, context -> String in context.nexus.identity?.userID ?? "nobody" }
        app.router.get("undeclared") { _, _ -> String in
            handled.increment()
            return "never"
        }
        return app
    }

    @Test func anAdmittedRequestReachesItsHandlerWithItsIdentity() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let answer = try await server.get("/articles/7", bearer: try app.token())
            #expect(answer.status == 200)
            #expect(answer.text == "alice acme 7")
            #expect(try await server.get("/open").text == "nobody")
            #expect(try await server.get("/open", bearer: try app.token()).text == "alice")
        }
    }

    @Test func refusedRequestsReachNoHandler() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let none = try await server.get("/articles/7")
            #expect((none.status, none.error) == (401, "missing_token"))
            #expect(none.header("www-authenticate") == #"Bearer realm="api""#)
            let expired = try await server.get("/articles/7", bearer: try app.tokens.token(for: "alice", lifetime: .seconds(-600)))
            #expect((expired.status, expired.error) == (401, "token_expired"))
            let forged = try await server.get(
                "/articles/7", bearer: try TestTokens(secret: String(repeating: "x", count: 32)).token(for: "eve"))
            #expect((forged.status, forged.error) == (401, "invalid_token"))
            let forbidden = try await server.request("DELETE", "/articles/7", bearer: try app.token())
            #expect((forbidden.status, forbidden.error) == (403, "forbidden"))
            #expect(forbidden.header("content-type") == "application/problem+json")
        }
        #expect(app.handled.count == 0)
        let records = app.trail.requests.map(\.line)
        #expect(records.map { $0["status"] } == [401, 401, 401, 403])
        #expect(records.map { $0["stage"]?.stringValue } == ["token", "token", "token", "requirement"])
        #expect(records.last?["user_id"] == "alice")
    }

    @Test func whatIsNotDeclaredIsRefused() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            #expect(try await server.get("/undeclared").status == 401)
            let known = try await server.get("/undeclared", bearer: try app.token())
            #expect((known.status, known.error) == (404, "not_found"))
            #expect(try await server.get("/nowhere", bearer: try app.token()).status == 404)
            let method = try await server.request("PUT", "/articles/7", bearer: try app.token())
            #expect((method.status, method.header("allow")) == (405, "GET, DELETE, HEAD, OPTIONS"))
        }
        #expect(app.handled.count == 0)
        #expect(app.trail.requests.count == 4)
    }

    @Test(arguments: ["//articles/7", "/articles/../articles/7", "/articles%2F7", "/articles/7;x", "/articles/%2e%2e/7", "/articles//7"])
    func ambiguousTargetsAreRefused(target: String) async throws {
        let app = try self.app()
        try await app.run { server async throws in
            #expect(try await server.get(target, bearer: try app.token(roles: ["admin"])).status == 400)
        }
        #expect(app.handled.count == 0)
        #expect(app.trail.requests.count == 1)
    }

    @Test func anotherTenantStaysOutOfReach() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let foreign = try await server.get("/articles/7", bearer: try app.token(), headers: ["X-Tenant-ID": "globex"])
            #expect((foreign.status, foreign.error) == (403, "tenant_forbidden"))
            let none = try await server.get("/articles/7", bearer: try app.token(tenant: nil))
            #expect((none.status, none.error) == (403, "tenant_required"))
            let override = try await server.get(
                "/articles/7", bearer: try app.token(for: "root", roles: ["admin"]), headers: ["X-Tenant-ID": "globex"])
            #expect(override.text == "root globex 7")
        }
        #expect(app.handled.count == 1)
        #expect(app.trail.requests.last?.line["override"] == true)
    }

    @Test func aUsedUpLimitIs429WithItsFields() async throws {
        let app = try self.app(rateLimit: RateLimitConfig(requestsPerMinute: 1, burstSize: 1))
        try await app.run { server async throws in
            let token = try app.token()
            let first = try await server.get("/articles/7", bearer: token)
            #expect(first.status == 200)
            #expect(first.header("x-ratelimit-remaining") == "1")
            #expect(try await server.get("/articles/7", bearer: token).status == 200)
            let limited = try await server.get("/articles/7", bearer: token)
            #expect((limited.status, limited.error) == (429, "rate_limited"))
            #expect(limited.header("retry-after") == "60")
            #expect(limited.header("x-ratelimit-limit") == "2")
            #expect(limited.header("x-ratelimit-remaining") == "0")
            #expect(limited.header("ratelimit") != nil)
        }
        #expect(app.handled.count == 2)
        #expect(app.trail.requests.map { $0.line["status"] } == [200, 200, 429])
    }

    @Test func clientAddressesComeFromTrustedProxiesAlone() async throws {
        let app = try GuestApp(options: { $0.trustedProxies = ["127.0.0.0/8"] })
        app.nexus.declare(.get, "/address", .public)
        app.router.get("address") { _, context in "\(context.nexus.clientAddress?.description ?? "")" }
        try await app.run { server async throws in
            #expect(try await server.get("/address").text == "127.0.0.1")
            #expect(try await server.get("/address", headers: ["X-Forwarded-For": "203.0.113.9"]).text == "203.0.113.9")
        }
    }
}
