import HTTPTypes
import Nexus
import NexusTesting
import Testing

/// What a hostile HTTP/2 client can send: its connection ends with the right error, and the others do not notice.
@Suite struct HTTP2FloodTests {
    /// What is sent, and the error that ends the connection.
    struct Flood: CustomTestStringConvertible {
        let testDescription: String
        let error: UInt32
        let bytes: [UInt8]

        init(_ name: String, _ error: UInt32, _ frames: [HTTP2Frame]) {
            self.testDescription = name
            self.error = error
            self.bytes = frames.flatMap(\.bytes)
        }
    }

    private static let protocolError: UInt32 = 1
    private static let flowControlError: UInt32 = 3
    private static let compressionError: UInt32 = 9
    private static let enhanceYourCalm: UInt32 = 11

    private static func streams(_ count: Int) -> [UInt32] {
        (0..<UInt32(count)).map { $0 * 2 + 1 }
    }

    private static let post = HTTP2Frame.get("/echo", stream: 1, method: "POST", flags: HTTP2Frame.endHeaders)
    private static let unfinished = HTTP2Frame.get("/hello", stream: 1, flags: HTTP2Frame.endStream)

    /// A field of 4000 bytes that goes into the table, and thousands of fields of one byte each that are the same again (RFC 7541 §7.3).
    private static var bomb: HTTP2Frame {
        let name: [UInt8] = [0x40, 1, UInt8(ascii: "x")]
        let length: [UInt8] = [0x7F, 0xA1, 0x1E]
        var frame = HTTP2Frame.get("/hello", stream: 1)
        frame.payload += name + length + [UInt8](repeating: 0x61, count: 4_000) + [UInt8](repeating: 0xBE, count: 8_000)
        return frame
    }

    static let floods = [
        Flood("rapid reset", enhanceYourCalm, streams(10_000).flatMap { [.get("/wait", stream: $0), .reset($0)] }),
        Flood(
            "continuation frames", enhanceYourCalm,
            [unfinished] + Array(repeating: HTTP2Frame(kind: .continuation, stream: 1, payload: [0x82]), count: 10_000)),
        Flood(
            "empty continuation frames", enhanceYourCalm,
            [unfinished] + Array(repeating: HTTP2Frame(kind: .continuation, stream: 1), count: 10_000)),
        Flood("pings", enhanceYourCalm, Array(repeating: .ping, count: 10_000)),
        Flood("settings", enhanceYourCalm, Array(repeating: HTTP2Frame(kind: .settings), count: 10_000)),
        Flood("window settings", enhanceYourCalm, (0..<5_000).flatMap { _ in [HTTP2Frame.setting(4, 1), .setting(4, 65_535)] }),
        Flood(
            "priorities", enhanceYourCalm,
            Array(repeating: HTTP2Frame(kind: .priority, stream: 1, payload: [0, 0, 0, 0, 16]), count: 10_000)),
        Flood("empty data frames", enhanceYourCalm, [post] + Array(repeating: HTTP2Frame(kind: .data, stream: 1), count: 1_000)),
        Flood(
            "malformed requests", enhanceYourCalm,
            streams(2_000).map {
                var frame = HTTP2Frame.get("/hello", stream: $0)
                frame.payload += HTTP2Frame.literal("Upper", "case")
                return frame
            }),
        Flood("a window update of nothing", protocolError, [.windowUpdate(0)]),
        Flood("a window that overflows", flowControlError, [.windowUpdate(0x7FFF_FFFF), .windowUpdate(0x7FFF_FFFF)]),
        Flood("a compressed header section that is too large", compressionError, [bomb]),
        Flood(
            "a header section that is too large", protocolError,
            [unfinished]
                + (0..<4).map { _ in
                    HTTP2Frame(
                        kind: .continuation, stream: 1,
                        payload: (0..<60).flatMap { HTTP2Frame.literal("x-field-\($0)", String(repeating: "v", count: 100)) })
                }),
        Flood("more streams than allowed", protocolError, streams(101).map { .get("/wait", stream: $0) }),
        Flood("data on a stream that is not there", protocolError, [HTTP2Frame(kind: .data, stream: 9, payload: [1])]),
    ]

    @Test(arguments: floods)
    func `A connection that floods is ended with its error, and another is served all the while`(flood: Flood) async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            let healthy = try await HTTP2Client.connect(port: server.port)
            try await healthy.send(.get("/hello", stream: 1))
            #expect(await healthy.content(of: 1) == "hello")

            let hostile = try await HTTP2Client.connect(port: server.port)
            hostile.pour(flood.bytes)
            #expect(await hostile.first { $0.kind == .goAway } != nil)
            #expect(hostile.error == flood.error)
            #expect(await eventually { hostile.isEnded })
            #expect(hostile.frames.count { $0.kind == .goAway } == 1)
            hostile.close()

            try await healthy.send(.get("/later/2", stream: 3))
            #expect(await healthy.content(of: 3) == "2")
            #expect(edge.signal.began <= 201, "\(edge.signal.began) handlers for streams that were taken back")
            #expect(await eventually { edge.signal.began == edge.signal.cancelled })
        }
    }

    @Test func `What a client may send is not taken for a flood`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port)
            let unknown = HTTP2Frame(kind: .init(rawValue: 0x42), flags: 0xFF, stream: 7, payload: [1, 2, 3])
            try await client.send((0..<2_000).flatMap { _ in unknown.bytes + HTTP2Frame.windowUpdate(1).bytes })
            try await client.send((0..<150).flatMap { _ in HTTP2Frame.ping.bytes })
            for stream in Self.streams(150) { try await client.send(.get("/later/1", stream: stream), .reset(stream)) }
            try await client.send(.get("/hello", stream: 301))
            #expect(await client.content(of: 301) == "hello")
            #expect(client.frames.count { $0.kind == .ping } == 150)
            #expect(client.error == nil)
            client.close()
        }
    }

    @Test func `The limits of a connection are options`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) {
            $0.maxControlFrames = 20
            $0.maxStreamResets = 5
            $0.maxConcurrentStreams = 3
        }
        try await TestServer.run(edge.app) { server in
            let counting = try await HTTP2Client.connect(port: server.port)
            let settings = await counting.first { $0.kind == .settings && $0.flags == 0 }
            #expect(settings?.payload.starts(with: [0, 3, 0, 0, 0, 3]) == true, "SETTINGS_MAX_CONCURRENT_STREAMS")
            try await counting.send(HTTP2Frame(kind: .settings, flags: HTTP2Frame.acknowledgement))
            try await counting.send(Self.streams(4).flatMap { HTTP2Frame.get("/wait", stream: $0).bytes })
            #expect(await counting.first { $0.kind == .goAway }?.number(at: 4) == Self.protocolError)

            let resetting = try await HTTP2Client.connect(port: server.port)
            try await resetting.send(Self.streams(6).flatMap { HTTP2Frame.get("/wait", stream: $0).bytes + HTTP2Frame.reset($0).bytes })
            #expect(await resetting.first { $0.kind == .goAway }?.number(at: 4) == Self.enhanceYourCalm)

            let pinging = try await HTTP2Client.connect(port: server.port)
            try await pinging.send((0..<21).flatMap { _ in HTTP2Frame.ping.bytes })
            #expect(await pinging.first { $0.kind == .goAway }?.number(at: 4) == Self.enhanceYourCalm)
        }
    }

    @Test func `Fields are counted whichever version of HTTP brings them`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.maxHeaderCount = 20 }
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port)
            for (stream, count): (UInt32, Int) in [(1, 10), (3, 30), (5, 10)] {
                var request = HTTP2Frame.get("/hello", stream: stream)
                request.payload += (0..<count).flatMap { HTTP2Frame.literal("x-\($0)", "y") }
                try await client.send(request)
                #expect(await client.content(of: stream) != nil)
            }
            #expect(await edge.trail.requests(count: 3).map(\.status) == [200, 431, 200])
        }
    }

    @Test func `A client whose window stays shut loses its stream, and not its connection`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.writeTimeout = .milliseconds(700) }
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port, settings: .setting(4, 0))
            try await client.send(.get("/large/1000000", stream: 1), .get("/hello", stream: 3), .get("/endless", stream: 5))
            for stream: UInt32 in [1, 3, 5] {
                #expect(await client.first { $0.kind == .reset && $0.stream == stream } != nil)
            }
            #expect(await eventually { edge.signal.cancelled == 1 })
            try await client.send(.get("/answer/204", stream: 7))
            #expect(await client.first { $0.stream == 7 && $0.kind == .headers } != nil)
            #expect(client.error == nil)
        }
    }

    @Test func `A header section that never ends does not keep a connection`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.idleTimeout = .seconds(1) }
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port)
            try await client.send(Self.unfinished)
            for _ in 0..<3 {
                try await client.send(HTTP2Frame(kind: .continuation, stream: 1, payload: [0x82]))
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(await eventually { client.isEnded })
            #expect(client.error == 0)
        }
        #expect(edge.trail.requests.isEmpty)
    }

    @Test func `From a client that does not read nothing more is read`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.writeTimeout = .seconds(60) }
        let wide = try #require(HTTPField.Name("X-Wide"))
        edge.app.get("/wide/{n}", .public) { (request: PublicRequest) in
            let number = try request.parameter("n")
            return Response(status: .noContent, headers: [wide: number + String(repeating: "w", count: 4_000)])
        }
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port, receiveBuffer: 16_384)
            try await client.setReading(false)
            // Answers of fields alone, which no window holds back, of 4 KB that are different each time.
            let streams = Self.streams(90 * 100)
            var sent = 0
            while sent < streams.count {
                client.pour(streams[sent..<sent + 90].flatMap { HTTP2Frame.get("/wide/\($0)", stream: $0).bytes })
                sent += 90
                guard await eventually(within: .seconds(2), { edge.trail.entries.count >= sent }) else { break }
            }
            #expect(sent < streams.count, "the server went on answering a client that reads nothing")
            try await client.setReading(true)
            #expect(await client.first(within: .seconds(60)) { $0.stream == streams[sent - 1] } != nil)
            #expect(client.error == nil)
        }
    }

    private static func edge(_ certificate: Certificate, _ configure: (inout ServerLimits) -> Void = { _ in }) throws -> EdgeApp {
        try EdgeApp {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
            configure(&$0.limits)
        }
    }
}
