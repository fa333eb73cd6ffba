import Nexus
import NexusTesting
import Testing
import Tracing

@Suite("A request in a caller's trace")
struct TracedRequestTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func app(_ trail: MemoryAuditSink) throws -> Nexus {
        let app = Nexus(apiPort: 0)
        try app.addPlugin(NexusAuthPlugin(audit: AuditConfig(backend: .custom(trail))))
        app.get("/task", .public) { _ async in InstrumentationContext.current?.traceContext?.traceparent ?? "none" }
        app.get("/wait", .public) { _ async throws in
            try await Task.sleep(for: .milliseconds(20))
            return InstrumentationContext.current?.traceContext?.traceparent ?? "none"
        }
        app.get("/loop", .public) { _ in InstrumentationContext.current?.traceContext?.traceparent ?? "none" }
        return app
    }

    @Test(arguments: ["/task", "/loop"])
    func handlersAndTheTrailSeeTheTrace(path: String) async throws {
        let trail = MemoryAuditSink()
        try await TestServer.run(try Self.app(trail)) { server in
            let text = try await server.get(path, headers: ["traceparent": Self.parent]).text
            #expect(text.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-"))
            #expect(!text.contains("00f067aa0ba902b7"), "the span is a child of the caller's")
        }
        #expect(trail.requests.map { $0.line["trace_id"]?.stringValue } == ["4bf92f3577b34da6a3ce929d0e0e4736"])
    }

    @Test(arguments: ["/task", "/loop"])
    func whatWaitedBehindARequestIsNotPartOfItsTrace(path: String) async throws {
        try await TestServer.run(try Self.app(MemoryAuditSink())) { server in
            let client = try await server.connect()
            try await client.send(
                "GET /wait HTTP/1.1\r\nHost: h\r\ntraceparent: \(Self.parent)\r\n\r\nGET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await client.receive().text.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-"))
            #expect(try await client.receive().text == "none")
        }
    }

    @Test func nobodysTraceIsNoTrace() async throws {
        let trail = MemoryAuditSink()
        try await TestServer.run(try Self.app(trail)) { server in
            let plain = try await server.get("/task").text
            #expect(plain == "none")
            let malformed = try await server.get("/task", headers: ["traceparent": "00-0-0-0"]).text
            #expect(!malformed.hasPrefix("00-0-"))
        }
    }
}
