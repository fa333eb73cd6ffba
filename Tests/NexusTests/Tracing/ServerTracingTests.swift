import InMemoryTracing
import NexusCore
import Testing
import Tracing

@testable import Nexus

@Suite("Tracing of requests")
struct ServerTracingTests {
    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    private func request(_ method: String = "GET", headers: [String: String] = [:]) -> ServerTracing.Request {
        ServerTracing.Request(
            method: HTTPMethodLabel(method), scheme: "http", path: "/articles/7", headers: HeaderLookup { headers[$0] }
        )
    }

    private struct DictionaryInjector: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }

    @Test("without a tracer the caller's trace goes on with a span of ours")
    func propagation() throws {
        let span = ServerTracing(tracer: nil).start(self.request(headers: ["traceparent": Self.parent, "tracestate": "a=1"]))
        let context = try #require(span.traceContext)
        #expect(context.traceID.description == "0af7651916cd43dd8448eb211c80319c")
        #expect(context.spanID.description != "b7ad6b7169203331")
        var outgoing: [String: String] = [:]
        W3CPropagator().inject(span.context, into: &outgoing, using: DictionaryInjector())
        #expect(outgoing == ["traceparent": context.traceparent, "tracestate": "a=1"])
        span.end(route: "/articles/{id}", status: 200)
    }

    @Test(
        "a malformed trace context starts a new trace",
        arguments: ["", "garbage", "00-00000000000000000000000000000000-b7ad6b7169203331-01"])
    func newTrace(traceparent: String) throws {
        let span = ServerTracing(tracer: nil).start(self.request(headers: ["traceparent": traceparent]))
        #expect(try #require(span.traceContext).isSampled == false)
    }

    @Test("with a tracer there is a server span with the names of OpenTelemetry")
    func span() throws {
        let tracer = InMemoryTracer()
        let span = ServerTracing(tracer: tracer).start(self.request())
        span.end(route: "/articles/{id}", status: 404)
        let finished = try #require(tracer.finishedSpans.first)
        #expect(finished.operationName == "GET /articles/{id}")
        #expect(finished.kind == .server)
        #expect(finished.attributes["http.request.method"]?.toSpanAttribute() == .string("GET"))
        #expect(finished.attributes["http.route"]?.toSpanAttribute() == .string("/articles/{id}"))
        #expect(finished.attributes["url.path"]?.toSpanAttribute() == .string("/articles/7"))
        #expect(finished.attributes["http.response.status_code"]?.toSpanAttribute() == .int64(404))
        #expect(finished.status == nil)
    }

    @Test("a failure of the server sets the span's status, with the type of the error only")
    func failure() throws {
        struct Leaky: Error, CustomStringConvertible { let description = "secret" }
        let tracer = InMemoryTracer()
        ServerTracing(tracer: tracer).start(self.request("EVIL")).end(route: nil, status: 500, error: Leaky())
        ServerTracing(tracer: tracer).start(self.request()).end(route: nil, status: 503)
        let spans = tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["HTTP", "GET"])
        #expect(spans.map { $0.status?.code } == [.error, .error])
        #expect(spans.map { $0.attributes["error.type"]?.toSpanAttribute() } == [.string("Leaky"), .string("503")])
        #expect(spans.first?.attributes["http.request.method"]?.toSpanAttribute() == .string("_OTHER"))
    }

    @Test("a handler's rejection is no failure of the server")
    func rejection() throws {
        struct NotFound: Error {}
        let tracer = InMemoryTracer()
        ServerTracing(tracer: tracer).start(self.request()).end(route: "/a", status: 404, error: NotFound())
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.status == nil)
        #expect(span.attributes["error.type"] == nil)
    }

    @Test("where nothing is bootstrapped no span is started")
    func installed() {
        let span = ServerTracing.installed().start(self.request())
        #expect(span.traceContext != nil)
    }
}
