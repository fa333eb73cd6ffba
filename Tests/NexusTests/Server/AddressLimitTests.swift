import Nexus
import NexusAuth
import NexusTesting
import Testing

/// Who pays for what nobody in particular asked for.
@Suite struct AddressLimitTests {
    private static let requestsPerMinute = 6

    private static func edge() throws -> EdgeApp {
        try EdgeApp(rateLimit: RateLimitConfig(requestsPerMinute: self.requestsPerMinute, burstSize: 0))
    }

    @Test func `Routes that take passwords count addresses: a token buys no further guesses`() async throws {
        let edge = try Self.edge()
        var metadata = RouteMetadata(summary: "Log in")
        metadata.isLimitedByAddress = true
        edge.app.post("/login", .public, metadata: metadata) { (_: PublicRequest) in "no" }
        edge.app.post("/orders", .anyIdentity) { (_: Request) in "ordered" }
        try await TestServer.run(edge.app) { server in
            let users = try (0..<4).map { try edge.tokens.token(for: "user\($0)", roles: ["guest"]) }
            var statuses: [Int] = []
            for number in 0..<Self.requestsPerMinute + 2 {
                statuses.append(try await server.request("POST", "/login", bearer: users[number % users.count]).status)
            }
            #expect(statuses.prefix(Self.requestsPerMinute).allSatisfy { $0 == 200 })
            #expect(statuses.suffix(2) == [429, 429])
            #expect(try await server.request("POST", "/login").status == 429, "the same bucket without a token")
            for user in users {
                #expect(try await server.request("POST", "/orders", bearer: user).status == 200, "each identity has its own elsewhere")
            }
        }
    }

    @Test func `Bytes that are no request are charged to their address, and refused as such once it has spent its share`() async throws {
        let edge = try Self.edge()
        try await TestServer.run(edge.app) { server in
            var statuses: [Int] = []
            for number in 0..<Self.requestsPerMinute + 2 {
                let client = try await server.connect()
                try await client.send(number % 2 == 0 ? "no request\r\n\r\n" : "GET / HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n")
                let response = try await client.receive()
                statuses.append(response.status)
                #expect(response.closes)
                #expect(await client.isEnded())
            }
            #expect(statuses == Array(repeating: 400, count: Self.requestsPerMinute) + [429, 429])
            #expect(try await server.get("/hello").status == 429, "it is the bucket of the address")
        }
        #expect(edge.trail.requests.map(\.status) == Array(repeating: 400, count: Self.requestsPerMinute) + [429, 429, 429])
    }

    @Test func `Whoever refuses a request of unclear length, its connection ends`() async throws {
        let edge = try Self.edge()
        try await TestServer.run(edge.app) { server in
            var statuses: [Int] = []
            for _ in 0...Self.requestsPerMinute {
                let client = try await server.connect()
                try await client.send("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\nContent-Length: 5\r\n\r\nhello")
                let response = try await client.receive()
                statuses.append(response.status)
                #expect(response.closes)
                #expect(await client.isEnded())
            }
            #expect(statuses == Array(repeating: 400, count: Self.requestsPerMinute) + [429])
        }
    }

    @Test func `Requests that are refused as ambiguous are charged like any other`() async throws {
        let edge = try Self.edge()
        try await TestServer.run(edge.app) { server in
            var statuses: [Int] = []
            for _ in 0...Self.requestsPerMinute { statuses.append(try await server.get("/a//b").status) }
            #expect(statuses == Array(repeating: 400, count: Self.requestsPerMinute) + [429])
            #expect(try await server.request("OPTIONS", "*").status == 429)
        }
    }
}
