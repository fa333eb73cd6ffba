import Nexus
import NexusTesting
import Testing

/// Header sections above the limit cost a stream, not its connection (RFC 9113 §10.5.1).
@Suite(.timeLimit(.minutes(1))) struct HTTP2HeaderLimitTests {
    private static let limit = 2_048

    private static func edge(_ certificate: Certificate, _ configure: (inout ServerLimits) -> Void = { _ in }) throws -> EdgeApp {
        try EdgeApp {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
            $0.limits.maxHeaderSize = Self.limit
            $0.limits.maxHeaderCount = 10_000
            configure(&$0.limits)
        }
    }

    /// Fields of 140 bytes each, as HTTP/2 counts them.
    private static func fields(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { HTTP2Frame.literal("x-\(1_000 + $0)", String(repeating: "v", count: 102)) }
    }

    /// A request in as many frames as its fields need.
    private static func request(_ path: String, stream: UInt32, fields count: Int) -> [UInt8] {
        var rest = HTTP2Frame.fields(path) + self.fields(count)
        var bytes: [UInt8] = []
        var kind = HTTP2Frame.Kind.headers
        while !rest.isEmpty {
            let payload = Array(rest.prefix(16_384))
            rest.removeFirst(payload.count)
            let flags = (kind == .headers ? HTTP2Frame.endStream : 0) | (rest.isEmpty ? HTTP2Frame.endHeaders : 0)
            bytes += HTTP2Frame(kind: kind, flags: flags, stream: stream, payload: payload).bytes
            kind = .continuation
        }
        return bytes
    }

    private static func connect(_ server: TestServer) async throws -> HTTP2Client {
        let client = try await HTTP2Client.connect(port: server.port)
        #expect(await client.first { $0.kind == .settings && $0.flags == 0 } != nil)
        try await client.send(HTTP2Frame(kind: .settings, flags: HTTP2Frame.acknowledgement))
        return client
    }

    @Test(arguments: [(limit, 20), (16_384, 200), (16_384, 400)])
    func `A section above the limit is answered 431, and the connection goes on`(limit: Int, count: Int) async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.maxHeaderSize = limit }
        try await TestServer.run(edge.app) { server in
            let client = try await Self.connect(server)
            for stream: UInt32 in [1, 5, 9] {
                try await client.send(Self.request("/hello", stream: stream, fields: count))
                #expect(await client.content(of: stream)?.contains("headers_too_large") == true)
                try await client.send(Self.request("/hello", stream: stream + 2, fields: 10))
                #expect(await client.content(of: stream + 2) == "hello")
            }
            #expect(client.error == nil)
        }
        #expect(edge.trail.requests.map(\.status) == [431, 200, 431, 200, 431, 200])
    }

    @Test func `A page can read a 431, and its record says whose it is`() async throws {
        guard let certificate = try Certificate(), Tool.exists("curl") else { return print("skipped: no openssl or no curl") }
        defer { certificate.remove() }
        let edge = try EdgeApp {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
            $0.limits.maxHeaderSize = Self.limit
            $0.cors = CORSConfig(origins: ["https://app.example.com"])
        }
        try await TestServer.run(edge.app) { server in
            let fields = [
                "Origin: https://app.example.com", "X-Request-ID: of-the-client", "X-Large: \(String(repeating: "v", count: 3_000))",
            ]
            let answer = try await Tool.runInBackground(
                "curl",
                ["-sk", "-m", "20", "--http2", "-D", "-", "-X", "DELETE", "https://localhost:\(server.port)/hello?a=1"]
                    + fields.flatMap { ["-H", $0] })
            #expect(answer.out.hasPrefix("HTTP/2 431"), "\(answer)")
            #expect(answer.out.contains("access-control-allow-origin: https://app.example.com"))
            #expect(answer.out.contains("x-request-id: of-the-client"))
        }
        let record = try #require(edge.trail.requests.first)
        #expect(record.status == 431)
        #expect(record.method == "DELETE")
        #expect(record.line["path"]?.stringValue == "/hello")
        #expect(record.line["request_id"]?.stringValue == "of-the-client")
    }

    @Test func `A refused request's body is not wanted, and its stream does not stay`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.maxConcurrentStreams = 1 }
        try await TestServer.run(edge.app) { server in
            let client = try await Self.connect(server)
            for stream: UInt32 in [1, 3, 5] {
                var request = HTTP2Frame.get("/echo", stream: stream, method: "POST", flags: HTTP2Frame.endHeaders)
                request.payload += Self.fields(20)
                try await client.send(request, HTTP2Frame(kind: .data, stream: stream, payload: [UInt8](repeating: 0x61, count: 1_000)))
                #expect(await client.content(of: stream)?.contains("headers_too_large") == true)
                let reset = await client.first { $0.kind == .reset && $0.stream == stream }
                #expect(reset?.number(at: 0) == 0, "NO_ERROR")
            }
            #expect(client.error == nil)
        }
        #expect(edge.trail.requests.map(\.status) == [431, 431, 431])
    }

    @Test func `A refused HEAD is answered without content`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            let client = try await Self.connect(server)
            for stream: UInt32 in [1, 3] {
                var request = HTTP2Frame.get("/hello", stream: stream, method: "HEAD")
                request.payload += Self.fields(20)
                try await client.send(request)
                let last = await client.first { frame in
                    let isEnd = [.headers, .data].contains(frame.kind) && frame.flags & HTTP2Frame.endStream != 0
                    return frame.stream == stream && (isEnd || frame.kind == .reset)
                }
                #expect(last.map { $0.kind != .reset } == true)
                #expect(client.frames.allSatisfy { $0.stream != stream || $0.kind != .data || $0.payload.isEmpty })
            }
        }
        #expect(edge.trail.requests.map(\.status) == [431, 431])
    }

    @Test func `Trailers count like fields`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            let client = try await Self.connect(server)
            for (stream, count): (UInt32, Int) in [(1, 20), (3, 10)] {
                let end = HTTP2Frame(
                    kind: .headers, flags: HTTP2Frame.endStream | HTTP2Frame.endHeaders, stream: stream, payload: Self.fields(count))
                try await client.send(
                    .get("/echo", stream: stream, method: "POST", flags: HTTP2Frame.endHeaders),
                    HTTP2Frame(kind: .data, stream: stream, payload: Array("body".utf8)), end)
                #expect(await client.content(of: stream) != nil)
            }
        }
        #expect(edge.trail.requests.map(\.status) == [431, 200])
    }

    @Test func `What is far above the limit is not even decoded`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            let client = try await Self.connect(server)
            client.pour(Self.request("/hello", stream: 1, fields: 500))
            #expect(await client.first { $0.kind == .goAway } != nil)
            #expect(await eventually { client.isEnded })
        }
        #expect(edge.trail.requests.isEmpty)
    }
}
