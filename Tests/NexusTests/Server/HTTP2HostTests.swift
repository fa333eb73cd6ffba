import Nexus
import NexusAuth
import NexusTesting
import Testing

/// Whom an HTTP/2 request is for (RFC 9113 §8.3.1).
@Suite(.timeLimit(.minutes(1))) struct HTTP2HostTests {
    private static func edge(_ certificate: Certificate, rateLimit: RateLimitConfig? = nil) throws -> EdgeApp {
        try EdgeApp(rateLimit: rateLimit) {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
        }
    }

    private static func request(_ stream: UInt32, authority: String?, hosts: [String]) -> HTTP2Frame {
        HTTP2Frame(
            kind: .headers, flags: HTTP2Frame.endStream | HTTP2Frame.endHeaders, stream: stream,
            payload: HTTP2Frame.fields("/hello", authority: authority) + hosts.flatMap { HTTP2Frame.literal("host", $0) })
    }

    @Test func `A request names one host, in its authority or in its host field`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        let requests: [(authority: String?, hosts: [String], isFine: Bool)] = [
            ("localhost", [], true), (nil, ["localhost"], true), ("localhost", ["LocalHost"], true),
            (nil, [], false), (nil, ["localhost", "localhost"], false), (nil, [""], false), (nil, ["a b"], false),
            ("localhost", ["elsewhere"], false), ("", ["localhost"], false),
            ("localhost", ["localhost", "localhost"], false), ("localhost", [], true),
        ]
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port)
            for (index, request) in requests.enumerated() {
                let stream = UInt32(2 * index + 1)
                try await client.send(Self.request(stream, authority: request.authority, hosts: request.hosts))
                let content = await client.content(of: stream)
                #expect(request.isFine ? content == "hello" : content?.contains("\"bad_request\"") == true, "\(request): \(content ?? "")")
            }
            #expect(client.error == nil)
        }
        #expect(edge.trail.requests.map(\.status) == requests.map { $0.isFine ? 200 : 400 })
        #expect(edge.trail.requests.allSatisfy { $0.line["path"]?.stringValue == "/hello" && $0.method == "GET" })
    }

    @Test func `A CONNECT is answered, recorded and charged`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate, rateLimit: RateLimitConfig(requestsPerMinute: 2, burstSize: 0))
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port)
            for stream: UInt32 in [1, 3, 5] {
                try await client.send(.connect(to: "localhost:443", stream: stream))
                #expect(await client.content(of: stream) != nil)
            }
            #expect(client.error == nil)
        }
        #expect(edge.trail.requests.map(\.status) == [400, 400, 429])
        #expect(edge.trail.requests.map(\.method) == ["CONNECT", "CONNECT", "CONNECT"])
    }
}
