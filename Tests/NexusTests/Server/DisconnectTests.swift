import NIOCore
import Nexus
import NexusAuth
import NexusTesting
import Testing

/// One record for each request, whichever way it ends.
@Suite struct DisconnectTests {
    @Test func `Every answer leaves one record with what happened`() async throws {
        let edge = try EdgeApp()
        let admin = try edge.tokens.token(for: "root", roles: ["admin"])
        let guest = try edge.tokens.token(for: "visitor", roles: ["guest"])
        let requests: [(method: String, path: String, bearer: String?, status: Int, outcome: String)] = [
            ("GET", "/hello", nil, 200, "admitted"), ("HEAD", "/hello", nil, 200, "admitted"),
            ("GET", "/later/1", nil, 200, "admitted"), ("GET", "/stream/3", nil, 200, "admitted"),
            ("GET", "/protected", nil, 401, "rejected"), ("GET", "/protected", "nonsense", 401, "rejected"),
            ("GET", "/protected", guest, 200, "admitted"), ("GET", "/secret", guest, 403, "rejected"),
            ("GET", "/secret", admin, 200, "admitted"), ("GET", "/nowhere", nil, 401, "rejected"),
            ("GET", "/nowhere", guest, 404, "rejected"), ("DELETE", "/hello", guest, 405, "rejected"),
            ("OPTIONS", "/hello", guest, 204, "answered"), ("GET", "/fail", nil, 500, "failed"),
            ("GET", "/unavailable", nil, 503, "failed"), ("GET", "/a//b", nil, 400, "rejected"),
            ("GET", "/answer/99", nil, 500, "failed"), ("GET", "/answer/204", nil, 204, "admitted"),
        ]
        try await TestServer.run(edge.app) { server in
            for request in requests {
                let response = try await server.request(request.method, request.path, bearer: request.bearer)
                #expect(response.status == request.status, "\(request)")
            }
        }
        let records = edge.trail.requests
        #expect(records.count == requests.count)
        for (record, request) in zip(records, requests) {
            #expect(record.status == request.status, "\(request)")
            #expect(record.outcome == request.outcome, "\(request)")
            #expect(record.method == request.method)
        }
    }

    /// What the client has sent when it goes away.
    enum Phase: CaseIterable {
        case beforeHead, inHead, inBody, inHandler, inStream, afterRequest
    }

    @Test(arguments: Phase.allCases, [true, false])
    func `A client that is gone leaves one record at most, and nothing behind`(phase: Phase, broken: Bool) async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            switch phase {
            case .beforeHead: break
            case .inHead: try await client.send("GET /hello HTTP/1.1\r\nHo")
            case .inBody: try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
            case .inHandler: try await client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
            case .inStream: try await client.send("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n")
            case .afterRequest: _ = try await client.request("GET", "/hello")
            }
            if phase == .inHandler || phase == .inStream { #expect(await eventually { edge.signal.began == 1 }) }
            try await Task.sleep(for: .milliseconds(50))
            if broken || phase == .inHandler { try await client.reset() } else { client.close() }

            let expected: [Int] =
                switch phase {
                case .beforeHead: []
                case .inHead: [400]
                case .inBody, .inHandler: [0]
                case .inStream, .afterRequest: [200]
                }
            let records = await edge.trail.requests(count: expected.count, within: .seconds(4))
            #expect(records.map { $0.status ?? -1 } == expected, "\(phase)")
            if phase == .inBody || phase == .inHandler || phase == .inStream { #expect(records.first?.outcome == "cancelled") }
            if phase == .inHandler || phase == .inStream { #expect(await eventually { edge.signal.cancelled == 1 }) }
            #expect(try await server.get("/hello").status == 200)
        }
        #expect(edge.trail.requests.count <= 2)
    }

    @Test func `A client that ends its half after the request still gets its answer`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            for path in ["/hello", "/later/7", "/stream/2", "/large/300000"] {
                let client = try await server.connect()
                try await client.send("GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
                try await client.endSending()
                #expect(try await client.receive().status == 200)
                #expect(await client.isEnded())
            }
        }
        #expect(edge.trail.requests.map(\.status) == [200, 200, 200, 200])
    }

    @Test func `A broken stream breaks its connection, and is recorded as failed`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            for version in ["1.1", "1.0"] {
                let client = try await server.connect()
                try await client.send("GET /broken-stream HTTP/\(version)\r\nHost: h\r\n\r\n")
                #expect(await client.isEnded())
                #expect(!String(decoding: client.unread, as: UTF8.self).hasSuffix("0\r\n\r\n"))
                #expect(client.isReset, "an orderly end would make it look complete")
            }
        }
        #expect(edge.trail.requests.map(\.outcome) == ["failed", "failed"])
    }

    @Test func `A stream waits for its client, and memory does not grow`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await TestClient.connect(port: server.port, receiveBuffer: 8_192)
            try await client.setReading(false)
            try await client.send("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n")
            try await Task.sleep(for: .milliseconds(500))
            let produced = edge.signal.bytes
            try await Task.sleep(for: .milliseconds(500))
            #expect(edge.signal.bytes == produced, "the producer waits")
            #expect(produced < 16_000_000)
            try await client.reset()
            #expect(await eventually { edge.signal.cancelled == 1 })
        }
    }

    @Test func `Who still writes when the producer has ended is told so`() async throws {
        let edge = try EdgeApp()
        let signal = edge.signal
        edge.app.get("/escaped", .public) { (_: PublicRequest) in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    Task {
                        signal.begin()
                        let piece = ByteBuffer(repeating: UInt8(ascii: "y"), count: 1_048_576)
                        do { while true { try await writer.write(piece) } } catch { signal.cancel() }
                    }
                    try await Task.sleep(for: .milliseconds(500))
                })
        }
        try await TestServer.run(edge.app) { server in
            let client = try await TestClient.connect(port: server.port, receiveBuffer: 8_192)
            try await client.setReading(false)
            try await client.send("GET /escaped HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await eventually { signal.began == 1 })
            #expect(await eventually(within: .seconds(5)) { signal.cancelled == 1 })
            try await client.reset()
        }
    }

    @Test func `Durable records come before their answers`() async throws {
        let edge = try EdgeApp(durability: .durable)
        edge.trail.pause = .milliseconds(100)
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            for count in 1...3 {
                #expect(try await client.request("GET", "/hello").status == 200)
                #expect(edge.trail.requests.count == count)
            }
            #expect(try await server.get("/stream/2").text == "0\n1\n")
            #expect(edge.trail.requests.count == 4)
        }
    }
}
