import Testing

@testable import Nexus

@Suite("HTTP metrics")
struct HTTPMetricsTests {
    private func text(_ metrics: HTTPMetrics) -> String {
        String(decoding: ExpositionWriter.exposition(of: metrics.collector.collect(), as: .prometheus), as: UTF8.self)
    }

    private func finish(_ metrics: HTTPMetrics, _ route: Int?, _ method: String, _ status: Int) {
        metrics.requestStarted()
        metrics.requestFinished(
            route: route, method: HTTPMethodLabel(method), status: status, durationNanoseconds: 2_000_000, requestBodyBytes: 10,
            responseBodyBytes: 2_000
        )
    }

    @Test("labels are the template, a known method and the status")
    func labels() {
        let metrics = HTTPMetrics(routes: ["/articles/{id}", "/health"])
        self.finish(metrics, 0, "GET", 200)
        self.finish(metrics, 0, "GET", 200)
        self.finish(metrics, 1, "HEAD", 204)
        self.finish(metrics, nil, "EVIL-TOKEN", 404)
        self.finish(metrics, 99, "get", 9_999)
        let text = self.text(metrics)
        let name = "http_server_request_duration_seconds_count"
        #expect(text.contains("\(name){http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/articles/{id}\"} 2\n"))
        #expect(text.contains("\(name){http_request_method=\"HEAD\",http_response_status_code=\"204\",http_route=\"/health\"} 1\n"))
        #expect(text.contains("\(name){http_request_method=\"_OTHER\",http_response_status_code=\"404\",http_route=\"unmatched\"} 1\n"))
        #expect(text.contains("\(name){http_request_method=\"_OTHER\",http_response_status_code=\"other\",http_route=\"unmatched\"} 1\n"))
        let labels = "http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/articles/{id}\""
        #expect(text.contains("http_server_request_body_size_bytes_bucket{\(labels),le=\"100.0\"} 2\n"))
        #expect(text.contains("http_server_response_body_size_bytes_sum{\(labels)} 4000\n"))
        #expect(text.contains("http_server_active_requests 0\n"))
    }

    @Test("requests in flight are counted across threads")
    func active() async {
        let metrics = HTTPMetrics(routes: ["/"])
        for _ in 0..<3 { metrics.requestStarted() }
        #expect(metrics.activeRequests == 3)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<2_000 { self.finish(metrics, 0, "GET", 200) } } }
        }
        #expect(metrics.activeRequests == 3)
        #expect(self.text(metrics).contains("http_route=\"/\"} 16000\n"))
    }

    @Test("beyond the bound on series all further requests are counted together")
    func bound() {
        let metrics = HTTPMetrics(routes: (0..<100).map { "/\($0)" }, maximumSeries: 5)
        for route in 0..<100 { self.finish(metrics, route, "GET", 200) }
        let counts = self.text(metrics).split(separator: "\n").filter { $0.hasPrefix("http_server_request_duration_seconds_count") }
        #expect(counts.count == 6)
        #expect(counts.contains { $0.contains("http_route=\"other\"") && $0.hasSuffix(" 95") })
    }

    @Test(
        "nine methods are known, case matters", arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"])
    func methods(method: String) {
        #expect(HTTPMethodLabel(method).name == method)
        #expect(HTTPMethodLabel(method.lowercased()).name == "_OTHER")
    }

    @Test("a vector counts by position and ignores unknown ones")
    func vector() async {
        let vector = CounterVector.gateDecisions([("token", "reject", "expired"), ("requirement", "admit", "none")])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { for _ in 0..<1_000 { vector.increment(0) } } }
        }
        vector.increment(1)
        vector.increment(2)
        vector.increment(-1)
        #expect(vector.values == [4_000, 1])
        let text = String(decoding: ExpositionWriter.exposition(of: vector.collector.collect(), as: .prometheus), as: UTF8.self)
        #expect(text.contains("nexus_gate_decisions_total{cause=\"expired\",outcome=\"reject\",stage=\"token\"} 4000\n"))
    }
}
