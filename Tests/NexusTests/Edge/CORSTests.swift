import Foundation
import HTTPTypes
import Nexus
import NexusAuth
import NexusTesting
import Testing

/// The CORS protocol of the Fetch standard, over the wire.
@Suite struct CORSTests {
    private static let origin = "https://app.example.com"

    private static func edge(_ cors: CORSConfig, rateLimit: RateLimitConfig? = nil) throws -> EdgeApp {
        let edge = try EdgeApp(rateLimit: rateLimit) { $0.cors = cors }
        edge.app.get("/vary", .public) { (_: PublicRequest) in
            var response = Response.text("varied")
            response.headers[.vary] = "Accept, origin"
            response.headers[.accessControlAllowOrigin] = "*"
            response.headers[.server] = "custom"
            return response
        }
        return edge
    }

    /// A request for each status, among them those that the gate refuses and those that never reach a route.
    private static let requests: [(method: String, path: String, body: String?, status: Int)] = [
        ("GET", "/hello", nil, 200), ("GET", "/stream/2", nil, 200), ("GET", "/large/300000", nil, 200), ("GET", "/answer/204", nil, 204),
        ("GET", "/a//b", nil, 400), ("GET", "/protected", nil, 401), ("GET", "/secret", nil, 403), ("GET", "/nowhere", nil, 404),
        ("DELETE", "/hello", nil, 405), ("POST", "/small", String(repeating: "a", count: 101), 413), ("GET", "/fail", nil, 500),
        ("GET", "/unavailable", nil, 503),
    ]

    @Test func `Every answer carries what its origin earns, whatever its status`() async throws {
        let edge = try Self.edge(CORSConfig(origins: [Self.origin, "https://*.example.org"], allowCredentials: true))
        let guest = try edge.tokens.token(for: "visitor", roles: ["guest"])
        try await TestServer.run(edge.app) { server in
            for request in Self.requests {
                for (origin, isAllowed) in [
                    (Self.origin, true), ("https://a.b.example.org", true), ("https://evil.com", false), ("null", false),
                    ("https://app.example.com.evil.com", false), ("http://app.example.com", false), ("https://example.org", false),
                ] {
                    let response = try await server.request(
                        request.method, request.path, body: request.body, bearer: request.status == 401 ? nil : guest,
                        headers: ["Origin": origin])
                    let name = "\(request.method) \(request.path) from \(origin)"
                    #expect(response.status == request.status, "\(name)")
                    #expect(response.headers("access-control-allow-origin") == (isAllowed ? [origin] : []), "\(name)")
                    #expect(response.headers("access-control-allow-credentials") == (isAllowed ? ["true"] : []), "\(name)")
                    let exposed = response.header("access-control-expose-headers") ?? ""
                    #expect(exposed.contains("X-RateLimit-Remaining") == isAllowed, "\(name)")
                    #expect(exposed.contains("Retry-After") == isAllowed, "\(name)")
                    #expect(response.headers("vary") == ["Origin"], "\(name)")
                }
                let none = try await server.request(
                    request.method, request.path, body: request.body, bearer: request.status == 401 ? nil : guest)
                #expect(none.header("access-control-allow-origin") == nil)
                #expect(none.headers("vary") == ["Origin"], "a cache must not give this answer to a page")
            }
        }
    }

    @Test func `A refusal for too many requests can be read by the page that caused it`() async throws {
        let edge = try Self.edge(CORSConfig(origins: [Self.origin]), rateLimit: RateLimitConfig(requestsPerMinute: 1, burstSize: 1))
        try await TestServer.run(edge.app) { server in
            var limited = try await server.get("/hello", headers: ["Origin": Self.origin])
            for _ in 0..<5 where limited.status == 200 { limited = try await server.get("/hello", headers: ["Origin": Self.origin]) }
            #expect(limited.status == 429)
            #expect(limited.header("access-control-allow-origin") == Self.origin)
            #expect(limited.header("retry-after") != nil)
            for _ in 0..<3 {
                let preflight = try await server.request(
                    "OPTIONS", "/hello", headers: ["Origin": Self.origin, "Access-Control-Request-Method": "GET"])
                #expect(preflight.status == 204, "a preflight has a bucket of its own")
            }
        }
    }

    @Test(arguments: ["/hello", "/protected", "/nowhere", "/a/b/c"])
    func `A real preflight is answered before any gate`(path: String) async throws {
        let edge = try Self.edge(CORSConfig(origins: [Self.origin], allowCredentials: true, maxAge: 77))
        try await TestServer.run(edge.app) { server in
            let preflight = try await server.request(
                "OPTIONS", path,
                headers: ["Origin": Self.origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"])
            #expect(preflight.status == 204)
            #expect(preflight.body.isEmpty)
            #expect(preflight.header("content-length") == nil)
            #expect(preflight.header("access-control-allow-origin") == Self.origin)
            #expect(preflight.header("access-control-allow-credentials") == "true")
            #expect(preflight.header("access-control-allow-methods")?.contains("PUT") == true)
            #expect(preflight.header("access-control-allow-headers")?.contains("Authorization") == true)
            #expect(preflight.header("access-control-max-age") == "77")
            #expect(preflight.headers("vary") == ["Origin, Access-Control-Request-Method, Access-Control-Request-Headers"])

            let stranger = try await server.request(
                "OPTIONS", path, headers: ["Origin": "https://evil.com", "Access-Control-Request-Method": "PUT"])
            #expect(stranger.status == 204)
            #expect(stranger.headers.allSatisfy { !$0.name.lowercased().hasPrefix("access-control-") })
            #expect(stranger.header("vary")?.hasPrefix("Origin") == true)
        }
        #expect(edge.trail.requests.map(\.outcome) == ["answered", "answered"])
    }

    @Test func `What only looks like a preflight passes the gate like any request`() async throws {
        let edge = try Self.edge(CORSConfig(origins: [Self.origin]))
        try await TestServer.run(edge.app) { server in
            for headers in [["Origin": Self.origin], ["Access-Control-Request-Method": "GET"], [:]] {
                #expect(try await server.request("OPTIONS", "/protected", headers: headers).status == 401)
            }
            let malformed = try await server.request(
                "OPTIONS", "/a//b", headers: ["Origin": Self.origin, "Access-Control-Request-Method": "GET"])
            #expect(malformed.status == 400)
        }
    }

    @Test func `Everyone may mean everyone, without Vary and without credentials`() async throws {
        let edge = try Self.edge(CORSConfig(origins: ["*"]))
        try await TestServer.run(edge.app) { server in
            for origin in ["https://anywhere.net", "null", "http://localhost:3000"] {
                let response = try await server.get("/hello", headers: ["Origin": origin])
                #expect(response.header("access-control-allow-origin") == "*")
                #expect(response.header("access-control-allow-credentials") == nil)
                #expect(response.header("vary") == nil)
            }
        }
    }

    @Test func `Where everyone may call, every answer says so, also one that no page has asked for`() async throws {
        let edge = try Self.edge(CORSConfig(origins: ["*"], exposeHeaders: ["X-Request-ID"]))
        try await TestServer.run(edge.app) { server in
            for path in ["/hello", "/vary", "/stream/2", "/fail", "/nowhere", "/a//b"] {
                for headers in [[:], ["Origin": "https://anywhere.net"]] {
                    let response = try await server.get(path, headers: headers)
                    #expect(response.headers("access-control-allow-origin") == ["*"], "\(path)")
                    #expect(response.headers("access-control-expose-headers") == ["X-Request-ID"], "\(path)")
                }
            }
            let preflight = try await server.request(
                "OPTIONS", "/hello", headers: ["Origin": "https://anywhere.net", "Access-Control-Request-Method": "PUT"])
            #expect(preflight.headers("access-control-allow-origin") == ["*"])
            #expect(preflight.headers("access-control-allow-methods").count == 1)
            let client = try await server.connect()
            try await client.send("no request\r\n\r\n")
            #expect(try await client.receive().headers("access-control-allow-origin") == ["*"])
        }
    }

    @Test func `A handler's own Vary is merged, its CORS fields are dropped`() async throws {
        let edge = try Self.edge(CORSConfig(origins: [Self.origin]))
        try await TestServer.run(edge.app) { server in
            let response = try await server.get("/vary", headers: ["Origin": Self.origin])
            #expect(response.headers("vary") == ["Origin, Accept"])
            #expect(response.headers("access-control-allow-origin") == [Self.origin])
            #expect(response.header("server") == "custom")
        }
    }

    /// Fields that make a request need a preflight (Web Platform Tests, `not-cors-safelisted.json`).
    @Test func `Fields that need leave get it only when they are configured`() async throws {
        guard let data = Vectors.data("wpt_not_cors_safelisted.json") else { return print("skipped: no wpt_not_cors_safelisted.json") }
        let fields = try JSONDecoder().decode([[String]].self, from: data)
        let edge = try Self.edge(CORSConfig(origins: [Self.origin], allowHeaders: ["Authorization", "Content-Type"]))
        try await TestServer.run(edge.app) { server in
            for field in fields {
                let preflight = try await server.request(
                    "OPTIONS", "/hello",
                    headers: ["Origin": Self.origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": field[0]])
                let allowed = (preflight.header("access-control-allow-headers") ?? "").lowercased().split(separator: ", ").map(String.init)
                #expect(allowed.contains(field[0]) == ["authorization", "content-type"].contains(field[0]), "\(field[0])")
            }
        }
    }
}
