import Hummingbird
import NIOCore
import NexusHummingbird
import NexusTesting
import Testing

/// The middleware answers as the channel does: the same status, the same fields, the same error body, the same record.
@Suite struct ChannelParityTests {
    struct Exchange: Sendable, CustomTestStringConvertible {
        let method: String
        let path: String
        var isAuthorized = false
        var headers: [String: String] = [:]
        var body: String?

        var testDescription: String { "\(self.method) \(self.path)\(self.isAuthorized ? " with a token" : "") \(self.headers)" }
    }

    static let exchanges = [
        Exchange(method: "GET", path: "/text"),
        Exchange(method: "GET", path: "/text", isAuthorized: true),
        Exchange(method: "GET", path: "/text", isAuthorized: true, headers: ["Origin": "https://app.example.com"]),
        Exchange(method: "GET", path: "/text", isAuthorized: true, headers: ["Origin": "https://evil.example"]),
        Exchange(method: "HEAD", path: "/text", isAuthorized: true),
        Exchange(method: "OPTIONS", path: "/text"),
        Exchange(method: "OPTIONS", path: "/text", isAuthorized: true),
        Exchange(
            method: "OPTIONS", path: "/text",
            headers: ["Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"]),
        Exchange(method: "OPTIONS", path: "/text", headers: ["Origin": "https://evil.example", "Access-Control-Request-Method": "GET"]),
        Exchange(method: "GET", path: "/own", isAuthorized: true),
        Exchange(method: "GET", path: "/empty", isAuthorized: true),
        Exchange(method: "GET", path: "/admin", isAuthorized: true),
        Exchange(method: "GET", path: "/open"),
        Exchange(method: "GET", path: "/fail"),
        Exchange(method: "GET", path: "/interim"),
        Exchange(method: "GET", path: "/tenant", isAuthorized: true),
        Exchange(method: "GET", path: "/nowhere"),
        Exchange(method: "GET", path: "/nowhere", isAuthorized: true),
        Exchange(method: "PUT", path: "/text", isAuthorized: true),
        Exchange(method: "GET", path: "/text", isAuthorized: true, headers: ["X-Tenant-ID": "globex"]),
        Exchange(method: "GET", path: "/text?page=1", isAuthorized: true, headers: ["Accept": "text/html", "Cookie": "a=b; c=d"]),
        Exchange(method: "POST", path: "/echo", isAuthorized: true, body: "hello"),
        Exchange(method: "GET", path: "/healthz"),
    ]

    struct Failure: Error {}

    /// The same routes, once answered by Nexus itself.
    func channel(_ app: GuestApp) throws -> (Nexus, MemoryAuditSink) {
        let trail = MemoryAuditSink()
        let nexus = try GuestApp.nexus(tokens: app.tokens, trail: trail, time: app.time)
        ChannelRoutes.declare(on: nexus)
        return (nexus, trail)
    }

    func guest() throws -> GuestApp {
        let app = try GuestApp()
        let nexus = app.nexus
        for path in ["/text", "/own", "/empty"] { nexus.declare(.get, path, .anyIdentity) }
        nexus.declare(.get, "/admin", .requireRole("admin"))
        nexus.declare(.get, "/open", .public)
        nexus.declare(.get, "/fail", .public)
        nexus.declare(.get, "/interim", .public)
        ChannelRoutes.declareStream(on: nexus)
        nexus.declare(.post, "/echo", .anyIdentity)
        let text = "text/plain; charset=utf-8"
        app.router.get("text") { _, _ in "text" }
        app.router.head("text") { _, _ in
            Response(status: .ok, headers: [.contentType: text, .contentLength: "4"])
        }
        app.router.get("own") { _, _ in
            Response(
                status: .accepted,
                headers: .named(["Content-Type": "text/csv", "Cache-Control": "private", "Vary": "Accept", "X-Own": "1"]),
                body: ResponseBody(byteBuffer: ByteBuffer(string: "a,b")))
        }
        app.router.get("empty") { _, _ in HTTPResponse.Status.noContent }
        app.router.get("admin") { _, _ in "admin" }
        app.router.get("open") { _, _ in "open" }
        app.router.get("fail") { _, _ -> String in throw Failure() }
        app.router.get("interim") { _, _ -> String in throw Rejection.interim }
        app.router.post("echo") { request, _ in
            Response(
                status: .ok, headers: [.contentType: text],
                body: ResponseBody(byteBuffer: try await request.body.collect(upTo: 1_000)))
        }
        return app
    }

    @Test func everyAnswerIsTheChannels() async throws {
        let app = try self.guest()
        let (nexus, channelTrail) = try self.channel(app)
        let token = try app.token()
        func answers(_ server: TestServer) async throws -> [TestResponse] {
            var answers: [TestResponse] = []
            for (number, exchange) in Self.exchanges.enumerated() {
                let headers = exchange.headers.merging(["X-Request-ID": "request-\(number)"]) { $1 }
                answers.append(
                    try await server.request(
                        exchange.method, exchange.path, body: exchange.body, bearer: exchange.isAuthorized ? token : nil, headers: headers))
            }
            return answers
        }
        let byChannel = try await TestServer.run(nexus) { try await answers($0) }
        let byMiddleware = try await app.run { try await answers($0) }
        for (exchange, (expected, actual)) in zip(Self.exchanges, zip(byChannel, byMiddleware)) {
            #expect(actual.status == expected.status, "\(exchange)")
            #expect(self.fields(of: actual) == self.fields(of: expected), "\(exchange)")
            if exchange.path == "/tenant" { #expect(expected.text == "for acme") }
            if exchange.path != "/healthz" { #expect(actual.text == expected.text, "\(exchange)") }
        }
        let (expected, actual) = (channelTrail.requests.map(\.line), app.trail.requests.map(\.line))
        #expect(actual.count == Self.exchanges.count)
        for (index, (expected, actual)) in zip(expected, actual).enumerated() {
            for name in [
                "request_id", "method", "route", "path", "query", "status", "outcome", "stage", "rule", "reason", "error", "user_id",
                "roles",
                "tenant", "address", "request_bytes",
            ] {
                #expect(actual[name] == expected[name], "\(name) of \(Self.exchanges[index])")
            }
        }
    }

    /// The fields but for the server's own date; names in lower case, for their case means nothing.
    private func fields(of response: TestResponse) -> [String] {
        response.headers.filter { $0.name.lowercased() != "date" && $0.name.lowercased() != "content-length" || response.status != 204 }
            .filter { $0.name.lowercased() != "date" }
            .map { "\($0.name.lowercased()): \($0.value)" }.sorted()
    }
}
