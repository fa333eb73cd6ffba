import InMemoryTracing
import NIOHTTP1
import NexusAuth
import NexusCore
import NexusTesting
import Synchronization
import Testing
import Tracing

@testable import Nexus

/// What is counted, recorded and traced about a request that did not come to its handler's answer.
@Suite struct EndingTests {
    private static func edge() throws -> EdgeApp {
        let edge = try EdgeApp { $0.enableMonitoring = true }
        edge.app.get(
            "/checked",
            .custom("broken") { @Sendable _ async throws -> Bool in throw HandlerFailure() }
        ) { _ in "never" }
        return edge
    }

    private static func decisions(_ app: Nexus) -> [String: Double] {
        let metrics = app.parts.withLock { $0.assembly?.runtime.current.metrics }
        let text = String(
            decoding: ExpositionWriter.exposition(of: metrics?.decisions.collector.collect() ?? [], as: .prometheus), as: UTF8.self)
        return text.split(separator: "\n").reduce(into: [:]) { counts, line in
            let parts = line.split(separator: " ")
            guard !line.hasPrefix("#"), parts.count == 2, let count = Double(parts[1]), count > 0 else { return }
            counts[String(parts[0])] = count
        }
    }

    @Test func `A check that throws is a failure of its stage, and admits nobody`() async throws {
        let edge = try Self.edge()
        let token = try edge.tokens.token(for: "u1")
        try await TestServer.run(edge.app) { server async throws in
            #expect(try await server.get("/checked", bearer: token).status == 500)
            #expect(
                Self.decisions(edge.app) == [
                    "nexus_gate_decisions_total{cause=\"failed\",outcome=\"undecided\",stage=\"requirement\"}": 1
                ])
            #expect(try await server.get("/fail").status == 500)
            #expect(
                Self.decisions(edge.app)["nexus_gate_decisions_total{cause=\"none\",outcome=\"admitted\",stage=\"requirement\"}"] == 1)
        }
        #expect(edge.trail.requests.map { $0.line["stage"]?.stringValue } == ["requirement", "handler"])
        #expect(edge.trail.requests.map(\.outcome) == ["failed", "failed"])
    }

    private static func exchange(_ tracer: InMemoryTracer) throws -> Exchange {
        let app = try Self.edge().app.assemble().runtime.current
        let request = ServerTracing.Request(
            method: HTTPMethodLabel("GET"), scheme: "http", path: "/hello", headers: HeaderLookup { _ in nil })
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/hello")
        return Exchange(
            app: app, head: head, headers: RequestHeaders(head.headers, names: app.headerNames), isTLS: false, startedAt: app.time.now(),
            requestID: "r1", span: ServerTracing(tracer: tracer).start(request),
            evaluation: Evaluation(facts: RequestFacts(method: .get, clientAddress: .unspecified), policy: app.openPolicy))
    }

    @Test(arguments: [500, 200])
    func `A span names the type of what a handler threw, also when its answer breaks off`(status: Int) throws {
        let tracer = InMemoryTracer()
        let exchange = try Self.exchange(tracer)
        exchange.handlerError = HandlerFailure()
        _ = exchange.close(.failed(.internalError), status: status, responseBytes: 0, now: exchange.startedAt)
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.attributes["error.type"]?.toSpanAttribute() == .string("HandlerFailure"))
        #expect(span.status?.code == .error)
    }

    @Test func `The span of a request that nobody waited for has no status`() throws {
        let tracer = InMemoryTracer()
        let exchange = try Self.exchange(tracer)
        _ = exchange.close(.cancelled, status: 0, responseBytes: 0, now: exchange.startedAt)
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.attributes["http.response.status_code"] == nil)
    }

    @Test func `A request that is only looked at has no span`() throws {
        let app = try Self.edge().app.assemble().runtime.current
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/hello", headers: ["host": "h", "traceparent": parent])
        for isTraced in [true, false] {
            let exchange = app.open(head, peer: .unspecified, isTLS: false, isTraced: isTraced, now: app.time.now())
            #expect((exchange.span != nil) == isTraced)
        }
    }
}
