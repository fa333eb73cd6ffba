import Metrics
import Testing

@testable import Nexus

@Suite("The Prometheus registry")
struct PrometheusRegistryTests {
    private func text(_ registry: PrometheusRegistry) -> String {
        String(decoding: registry.exposition(as: .prometheus), as: UTF8.self)
    }

    @Test("takes every kind of swift-metrics metric")
    func kinds() {
        let registry = PrometheusRegistry()
        Counter(label: "jobs.done", dimensions: [("queue.name", "a")], factory: registry).increment(by: 3)
        FloatingPointCounter(label: "cost", factory: registry).increment(by: 0.5)
        Gauge(label: "depth", factory: registry).record(7)
        Meter(label: "level", factory: registry).set(2.5)
        Recorder(label: "rows", factory: registry).record(20)
        Timer(label: "work", factory: registry).recordMilliseconds(3)
        let text = self.text(registry)
        #expect(text.contains("jobs_done_total{queue_name=\"a\"} 3\n"))
        #expect(text.contains("cost_total 0.5\n"))
        #expect(text.contains("depth 7\n"))
        #expect(text.contains("level 2.5\n"))
        #expect(text.contains("rows_bucket{le=\"100.0\"} 1\n"))
        #expect(text.contains("work_seconds_bucket{le=\"0.0025\"} 0\n"))
        #expect(text.contains("work_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("work_seconds_sum 0.003\n"))
    }

    @Test("the same name and labels are one series, in any order of labels")
    func sameSeries() {
        let registry = PrometheusRegistry()
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
        Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        #expect(self.text(registry).contains("c_total{a=\"1\",b=\"2\"} 2\n"))
    }

    @Test("a counter neither falls nor is reset")
    func monotonic() {
        let registry = PrometheusRegistry()
        let counter = Counter(label: "c", factory: registry)
        counter.increment(by: 5)
        counter.increment(by: -3)
        counter.reset()
        #expect(self.text(registry).contains("c_total 5\n"))
    }

    @Test("beyond the bound on series all further ones are counted together, and the loss is counted")
    func seriesBound() {
        var options = PrometheusRegistry.Options()
        options.maximumSeriesPerMetric = 10
        let registry = PrometheusRegistry(options: options)
        for index in 0..<50 { Counter(label: "c", dimensions: [("user", "\(index)")], factory: registry).increment() }
        let text = self.text(registry)
        #expect(text.contains("c_total{user=\"other\"} 40\n"))
        #expect(text.contains("nexus_metrics_dropped_total{reason=\"series_limit\"} 40\n"))
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("c_total") }.count == 11)
    }

    @Test("metrics that would write the same names are refused without harm")
    func clashes() {
        var options = PrometheusRegistry.Options()
        options.maximumMetrics = 3
        let registry = PrometheusRegistry(options: options)
        Recorder(label: "x", factory: registry).record(1)
        Counter(label: "x", factory: registry).increment()
        Counter(label: "x_count", factory: registry).increment()
        Gauge(label: "x_sum", factory: registry).record(9)
        Counter(label: "one", factory: registry).increment()
        FloatingPointCounter(label: "one", factory: registry).increment(by: 1)
        Counter(label: "two", factory: registry).increment()
        Counter(label: "three", factory: registry).increment()
        let text = self.text(registry)
        #expect(text.contains("x_count 1\n"))
        #expect(!text.contains("x_total") && !text.contains("x_count_total") && !text.contains("x_sum 9") && !text.contains("three"))
        #expect(text.contains("x_count 1\n"))
        #expect(text.contains("one_total 1\n"))
        #expect(text.contains("nexus_metrics_dropped_total{reason=\"refused\"} 5\n"))
    }

    @Test("a destroyed metric leaves when its last holder is gone")
    func destroy() {
        let registry = PrometheusRegistry()
        let first = Counter(label: "c", factory: registry)
        let second = Counter(label: "c", factory: registry)
        first.increment()
        first.destroy()
        #expect(self.text(registry).contains("c_total 1\n"))
        second.destroy()
        #expect(!self.text(registry).contains("c_total"))
        Counter(label: "c", factory: registry).increment()
        #expect(self.text(registry).contains("c_total 1\n"))
    }

    @Test(
        "names and labels take the alphabet of Prometheus",
        arguments: [
            ("http.server", "http_server"), ("9lives", "_9lives"), ("", "_"), ("ä b", "__b"), ("a:b", "a:b"), ("x\ny", "x_y"),
        ])
    func names(raw: String, expected: String) {
        #expect(MetricName.sanitized(raw) == expected)
    }

    @Test("reserved and repeated labels do no harm")
    func labels() {
        let sample = MetricSample(
            1, labels: [MetricLabel("a.b", "1"), MetricLabel("a-b", "2"), MetricLabel("le", "3"), MetricLabel("__name__", "4")])
        #expect(sample.labels.map(\.name) == ["a_b", "label__name__", "le_"])
        #expect(sample.labels.first?.value == "1")
    }

    @Test("of two collectors with one metric the first counts")
    func collectors() {
        let registry = PrometheusRegistry()
        for value in [1, 2] {
            registry.register(PrometheusCollector { [MetricFamily("m", help: "m", kind: .gauge, samples: [MetricSample(value)])] })
        }
        #expect(self.text(registry).contains("\nm 1\n"))
        #expect(!self.text(registry).contains("\nm 2\n"))
    }

    @Test("counts are exact under concurrency, while being read")
    func concurrency() async {
        let registry = PrometheusRegistry()
        let counter = Counter(label: "c", factory: registry)
        let timer = Timer(label: "t", factory: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.increment()
                        timer.recordNanoseconds(2_000_000)
                    }
                }
            }
            group.addTask { for _ in 0..<50 { _ = registry.exposition(as: .openMetrics) } }
        }
        let text = self.text(registry)
        #expect(text.contains("c_total 80000\n"))
        #expect(text.contains("t_seconds_count 80000\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.0025\"} 80000\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.001\"} 0\n"))
    }
}
