import Logging
import Nexus
import NexusAuth
import NexusTesting
import Testing

/// Preflights need no token: a bucket of its own for each address keeps them within bounds.
@Suite struct PreflightLimitTests {
    private static let origin = "https://app.example.com"
    /// One a minute and, rounded down, none on top.
    private static let limit = 1

    private static func edge(
        _ rateLimit: RateLimitConfig, _ configure: (inout NexusOptions) -> Void = { _ in }
    ) throws -> EdgeApp {
        try EdgeApp(rateLimit: rateLimit) {
            $0.cors = CORSConfig(origins: [self.origin])
            configure(&$0)
        }
    }

    private static func preflight(_ server: TestServer, _ headers: [String: String] = [:]) async throws -> TestResponse {
        let own = ["Origin": self.origin, "Access-Control-Request-Method": "PUT"]
        return try await server.request("OPTIONS", "/protected", headers: own.merging(headers) { $1 })
    }

    private static func statuses(_ count: Int, _ server: TestServer, _ headers: [String: String] = [:]) async throws -> [Int] {
        var statuses: [Int] = []
        for _ in 0..<count { statuses.append(try await self.preflight(server, headers).status) }
        return statuses
    }

    @Test func `Beyond its limit an address is answered 429, and its requests have what they had`() async throws {
        let edge = try Self.edge(RateLimitConfig(requestsPerMinute: 2, burstSize: 0, preflightsPerMinute: Self.limit))
        try await TestServer.run(edge.app) { server in
            #expect(try await Self.statuses(Self.limit, server) == Array(repeating: 204, count: Self.limit))
            let refused = try await Self.preflight(server)
            #expect(refused.status == 429)
            #expect(refused.error == "rate_limited")
            #expect(refused.header("content-type") == "application/problem+json")
            #expect((1...60).contains(Int(refused.header("retry-after") ?? "") ?? 0))
            #expect(refused.header("ratelimit-policy") == "\"preflights\";q=1;w=60")
            #expect(refused.header("access-control-allow-origin") == Self.origin)
            #expect(try await server.get("/hello").header("x-ratelimit-remaining") == "1", "no request had been charged")
            #expect(try await server.get("/hello").status == 200)
            #expect(try await server.get("/hello").status == 429)
        }
        let records = edge.trail.requests
        #expect(records.map(\.status) == [204, 429, 200, 200, 429])
        let refusal = String(decoding: records[1].json, as: UTF8.self)
        #expect(refusal.contains("\"stage\":\"preflight\"") && refusal.contains("limit preflights is used up"), "\(refusal)")
    }

    @Test func `Requests leave the preflights of their address alone`() async throws {
        let edge = try Self.edge(RateLimitConfig(requestsPerMinute: 1, burstSize: 0, preflightsPerMinute: Self.limit))
        try await TestServer.run(edge.app) { server in
            let requests = [try await server.get("/hello").status, try await server.get("/hello").status]
            #expect(requests == [200, 429])
            let statuses = try await Self.statuses(Self.limit + 1, server)
            #expect(statuses == [204, 429])
        }
    }

    @Test func `Each address has its own, also behind a trusted proxy`() async throws {
        let edge = try Self.edge(RateLimitConfig(preflightsPerMinute: Self.limit)) { $0.trustedProxies = ["127.0.0.0/8"] }
        try await TestServer.run(edge.app) { server in
            let (one, other) = (["X-Forwarded-For": "192.0.2.1"], ["X-Forwarded-For": "192.0.2.2"])
            let first = try await Self.statuses(Self.limit + 1, server, one)
            #expect(first.last == 429)
            let second = try await Self.preflight(server, other)
            #expect(second.status == 204)
        }
    }

    @Test func `It can be off, or only watch`() async throws {
        let off = try Self.edge(RateLimitConfig(preflightsPerMinute: nil))
        try await TestServer.run(off.app) { server in
            let statuses = try await Self.statuses(750, server)
            #expect(statuses.allSatisfy { $0 == 204 })
        }
        let watching = try Self.edge(RateLimitConfig(preflightsPerMinute: Self.limit, shadow: true))
        try await TestServer.run(watching.app) { server in
            let statuses = try await Self.statuses(Self.limit + 1, server)
            #expect(statuses.allSatisfy { $0 == 204 })
        }
        let last = watching.trail.requests.last.map { String(decoding: $0.json, as: UTF8.self) }
        #expect(last?.contains("limit preflights") == true, "\(last ?? "")")
    }

    @Test func `Without a word about it an address has 600 a minute and 100 at once, and it is counted`() async throws {
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        options.enableMonitoring = true
        options.cors = CORSConfig(origins: [Self.origin])
        try await TestServer.run(Nexus(options: options)) { server in
            #expect(try await Self.statuses(700, server).allSatisfy { $0 == 204 })
            var refused = 0
            // Ten come back each second.
            for _ in 0..<300 where try await Self.preflight(server).status == 429 { refused += 1 }
            #expect(refused > 0)
            let metrics = try await server.get("/metrics").text
            #expect(metrics.contains("nexus_limiter_decisions_total{outcome=\"limited\",rule=\"preflights\"} \(refused)\n"), "\(metrics)")
            #expect(
                metrics.contains(
                    "nexus_gate_decisions_total{cause=\"rate_limited\",outcome=\"refused\",stage=\"preflight\"} \(refused)\n"))
        }
    }

    @Test func `A reload keeps what was used`() async throws {
        let edge = try Self.edge(RateLimitConfig(preflightsPerMinute: Self.limit))
        try await TestServer.run(edge.app) { server in
            #expect(try await Self.statuses(Self.limit, server).last == 204)
            let auth = try NexusAuthPlugin(
                jwt: JWTConfig(secret: edge.tokens.secret), rbac: RBACConfig([("admin", Role(permissions: ["read:secret"]))]),
                rateLimit: RateLimitConfig(preflightsPerMinute: Self.limit + 1))
            try edge.app.reload(options: edge.app.options, auth: auth)
            #expect(try await Self.statuses(2, server) == [204, 429])
        }
    }
}
