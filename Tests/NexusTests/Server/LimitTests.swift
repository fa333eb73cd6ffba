import Nexus
import NexusTesting
import Testing

/// Each limit over a raw connection.
@Suite struct LimitTests {
    @Test(arguments: [
        ("GET /\(String(repeating: "a", count: 2_000)) HTTP/1.1\r\nHost: h\r\n\r\n", 414),
        ("GET /hello HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "a", count: 5_000))\r\n\r\n", 431),
        ("GET /hello HTTP/1.1\r\nHost: h\r\n\(String(repeating: "X: y\r\n", count: 30))\r\n", 431),
        ("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5001\r\n\r\n", 413),
        ("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n", 413),
        ("POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n\(String(repeating: "a", count: 101))\r\n", 413),
        ("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9223372036854775808\r\n\r\n", 413),
        ("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551616\r\n\r\n", 400),
        ("POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5001\r\n\r\n", 413),
        ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\nContent-Length: 5\r\n\r\nhello", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    ])
    func `What is too much is refused before it is read, once, and the connection ends`(bytes: String, status: Int) async throws {
        let edge = try EdgeApp { options in
            options.limits.maxTargetLength = 1_000
            options.limits.maxHeaderSize = 4_096
            options.limits.maxHeaderCount = 20
            options.limits.maxBodySize = 5_000
        }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send(bytes)
            let response = try await client.receive()
            #expect(response.status == status)
            #expect(response.closes)
            #expect(response.header("x-request-id") != nil)
            #expect(response.header("content-type") == "application/problem+json")
            try await client.endSending()
            #expect(await client.isEnded())
            #expect(client.unread.isEmpty, "one answer")
            #expect(await edge.trail.requests(count: 1).map(\.status) == [status])
        }
        #expect(edge.trail.requests.count == 1)
    }

    @Test func `A client that sends a large body all the same still gets to read its answer`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            for head in ["Content-Length: 50000000", "Transfer-Encoding: chunked"] {
                let client = try await server.connect()
                try await client.send("POST /protected HTTP/1.1\r\nHost: h\r\n\(head)\r\n\r\n")
                let sending = Task {
                    let piece =
                        head.hasPrefix("T")
                        ? "10000\r\n\(String(repeating: "a", count: 65_536))\r\n" : String(repeating: "a", count: 65_536)
                    for _ in 0..<200 { try await client.send(piece) }
                }
                let response = try await client.receive()
                #expect(response.status == 401)
                #expect(response.closes)
                _ = await sending.result
                #expect(await client.isEnded())
                client.close()
            }
        }
    }

    @Test func `A small unwanted body is read, and the connection goes on`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                let response = try await client.request("POST", "/protected", body: String(repeating: "a", count: 20_000))
                #expect(response.status == 401)
                #expect(!response.closes)
            }
            #expect(try await client.request("GET", "/hello").text == "hello")
        }
    }

    @Test func `Leave to send a body is given to those who wait for it`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            #expect(try await client.receive().status == 100)
            try await client.send("hello")
            #expect(try await client.receive().text == "hello")
            #expect(try await client.request("GET", "/hello", headers: ["Expect": "100-continue"]).status == 200, "no body, no leave")
        }
    }

    @Test func `Connections over a limit are closed at once, and there is room again afterwards`() async throws {
        let edge = try EdgeApp { $0.limits.maxConnectionsPerAddress = 3 }
        try await TestServer.run(edge.app) { server in
            var clients: [TestClient] = []
            for _ in 0..<3 {
                let client = try await server.connect()
                #expect(try await client.request("GET", "/hello").status == 200)
                clients.append(client)
            }
            let refused = try await server.connect()
            #expect(await refused.isEnded(within: .seconds(2)))
            clients[0].close()
            var status: Int?
            for _ in 0..<100 where status == nil {
                try await Task.sleep(for: .milliseconds(10))
                status = try? await server.get("/hello").status
            }
            #expect(status == 200)
        }
    }

    @Test(arguments: ["/echo", "/protected"])
    func `Chunk extensions without end are not read without end (RFC 9112 §7_1_1)`(path: String) async throws {
        let edge = try EdgeApp { $0.limits.maxUnreadBody = 1_000_000 }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("POST \(path) HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;")
            let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 32_768)
            var sent = 0
            while sent < 1_000, await !client.isEnded(within: .milliseconds(1)) {
                guard (try? await client.send(piece)) != nil else { break }
                sent += 1
            }
            #expect(sent < 1_000, "32 MiB were taken for a body of one byte")
            #expect(await edge.trail.requests(count: 1).map(\.status) == [path == "/echo" ? 400 : 401])
        }
    }

    @Test func `Chunks of one byte each are a body like any other`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<20 { try await client.send(String(repeating: "1\r\na\r\n", count: 5_000)) }
            try await client.send("0\r\n\r\n")
            #expect(try await client.receive().body.count == 100_000)
        }
    }

    @Test func `Requests of HTTP 1_0 are answered and their connection ends`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            for path in ["/hello", "/stream/3"] {
                let client = try await server.connect()
                try await client.send("GET \(path) HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n")
                let response = try await client.receive()
                #expect(response.text == (path == "/hello" ? "hello" : "0\n1\n2\n"))
                #expect(response.closes)
                #expect(response.header("transfer-encoding") == nil)
                #expect(await client.isEnded())
            }
        }
    }
}
