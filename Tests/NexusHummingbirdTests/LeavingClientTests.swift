import Hummingbird
import HummingbirdCore
import NIOCore
import NexusHummingbird
import NexusTesting
import Testing

/// A client that does not wait for its answer leaves one record, and nothing else.
@Suite struct LeavingClientTests {
    /// Whether everything that held it is gone.
    final class Sentinel: Sendable {
        let gone: Counter

        init(_ gone: Counter) { self.gone = gone }
        deinit { self.gone.increment() }
    }

    /// An answer that never gets out.
    struct DroppingMiddleware: RouterMiddleware {
        typealias Context = GuestApp.Context

        func handle(
            _ request: Request, context: Context, next: (Request, Context) async throws -> Response
        ) async throws -> Response {
            _ = try await next(request, context)
            return Response(status: .badGateway)
        }
    }

    static func openRequests(_ server: TestServer, _ app: GuestApp) async throws -> Substring? {
        try await server.get("/metrics", bearer: try app.token()).text.split(separator: "\n")
            .first { $0.hasPrefix("http_server_active_requests") }
    }

    @Test func aHandlerThatWaitsFinishesAndIsRecorded() async throws {
        let app = try GuestApp()
        let barrier = Barrier()
        let (handled, gone) = (app.handled, Counter())
        app.nexus.declare(.get, "/slow", .public)
        app.router.get("slow") { _, _ -> Response in
            let sentinel = Sentinel(gone)
            await barrier.pass()
            handled.increment()
            return Response(
                status: .ok,
                body: ResponseBody { [sentinel] writer in
                    _ = sentinel
                    for _ in 0..<64 { try await writer.write(ByteBuffer(repeating: 0, count: 16_384)) }
                    try await writer.finish(nil)
                })
        }
        let trail = app.trail
        try await app.run { server async throws in
            defer { barrier.open() }
            let client = try await server.connect()
            try await client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: left\r\n\r\n")
            #expect(await eventually { barrier.count == 1 })
            try await client.reset()
            #expect(try await server.get("/healthz").status == 200)
            barrier.open()
            #expect(await trail.requests(count: 2).count == 2)
            #expect(await eventually { gone.count == 1 })
            // The request for the metrics is the one that is open.
            #expect(try await Self.openRequests(server, app)?.hasSuffix(" 1") == true)
        }
        #expect(handled.count == 1)
        let records = trail.requests.map(\.line).filter { $0["request_id"] == "left" }
        #expect(records.map { $0["outcome"] } == ["cancelled"])
    }

    @Test func aStreamThatIsDroppedBeforeItsHeadIsRecordedAsCancelled() async throws {
        let app = try GuestApp(outer: [DroppingMiddleware()])
        let gone = Counter()
        app.nexus.declare(.get, "/stream", .public)
        app.router.get("stream") { _, _ in
            let sentinel = Sentinel(gone)
            return Response(
                status: .ok,
                body: ResponseBody { [sentinel] writer in
                    _ = sentinel
                    try await writer.finish(nil)
                })
        }
        let trail = app.trail
        try await app.run(on: .http1()) { port async throws in
            let server = TestServer(port: port)
            // Whether Nexus runs cannot be seen through a middleware that answers everything.
            while gone.count == 0 { _ = try await server.get("/stream") }
            #expect(await trail.requests(count: 1).count == 1)
        }
        #expect(trail.requests.map { $0.line["outcome"] } == ["cancelled"])
        #expect(gone.count == 1)
    }
}
