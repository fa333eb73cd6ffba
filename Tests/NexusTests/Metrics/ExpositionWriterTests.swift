import Testing

@testable import Nexus

@Suite("Exposition of metrics")
struct ExpositionWriterTests {
    private static let families: [MetricFamily] = {
        var state = HistogramState()
        let buckets = HistogramBuckets([0.1, 1, 2.5])
        for value in [0.05, 0.1, 0.5, 7] { state.observe(value, at: buckets.place(of: value)) }
        return [
            MetricFamily("zeta", help: "Last.", kind: .gauge, samples: [MetricSample(.number(-1.5), labels: [])]),
            MetricFamily(
                "requests_total", help: "Back\\slash, \"quote\" and\nnew line.", kind: .counter,
                samples: [
                    MetricSample(2, labels: [MetricLabel("route", "/b"), MetricLabel("method", "GET")]),
                    MetricSample(1, labels: [MetricLabel("route", "a\"\\\n\r"), MetricLabel("method", "GET")]),
                ]
            ),
            MetricFamily(
                "latency_seconds", help: "Time.", kind: .histogram,
                samples: [MetricSample(.histogram(state, buckets), labels: [MetricLabel("route", "/")])]
            ),
            MetricFamily("empty", help: "Left out.", kind: .counter),
        ]
    }()

    @Test("the Prometheus text format")
    func prometheus() {
        let expected = #"""
            # HELP latency_seconds Time.
            # TYPE latency_seconds histogram
            latency_seconds_bucket{route="/",le="0.1"} 2
            latency_seconds_bucket{route="/",le="1.0"} 3
            latency_seconds_bucket{route="/",le="2.5"} 3
            latency_seconds_bucket{route="/",le="+Inf"} 4
            latency_seconds_sum{route="/"} 7.65
            latency_seconds_count{route="/"} 4
            # HELP requests_total Back\\slash, "quote" and\nnew line.
            # TYPE requests_total counter
            requests_total{method="GET",route="/b"} 2
            requests_total{method="GET",route="a\"\\\n?"} 1
            # HELP zeta Last.
            # TYPE zeta gauge
            zeta -1.5

            """#
        #expect(String(decoding: ExpositionWriter.exposition(of: Self.families, as: .prometheus), as: UTF8.self) == expected)
    }

    @Test("OpenMetrics")
    func openMetrics() {
        let expected = #"""
            # HELP latency_seconds Time.
            # TYPE latency_seconds histogram
            # UNIT latency_seconds seconds
            latency_seconds_bucket{route="/",le="0.1"} 2
            latency_seconds_bucket{route="/",le="1.0"} 3
            latency_seconds_bucket{route="/",le="2.5"} 3
            latency_seconds_bucket{route="/",le="+Inf"} 4
            latency_seconds_sum{route="/"} 7.65
            latency_seconds_count{route="/"} 4
            # HELP requests Back\\slash, \"quote\" and\nnew line.
            # TYPE requests counter
            requests_total{method="GET",route="/b"} 2
            requests_total{method="GET",route="a\"\\\n?"} 1
            # HELP zeta Last.
            # TYPE zeta gauge
            zeta -1.5
            # EOF

            """#
        #expect(String(decoding: ExpositionWriter.exposition(of: Self.families, as: .openMetrics), as: UTF8.self) == expected)
    }

    @Test("the order does not depend on the order of recording")
    func deterministic() {
        let forwards = ExpositionWriter.exposition(of: Self.families, as: .prometheus)
        let backwards = Self.families.reversed().map { family in
            var family = family
            family.samples.reverse()
            return family
        }
        #expect(ExpositionWriter.exposition(of: backwards, as: .prometheus) == forwards)
    }

    @Test(
        "values that are no plain number",
        arguments: [(Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1e300, "1e+300"), (0.1, "0.1")])
    func values(value: Double, expected: String) {
        let family = MetricFamily("x", help: "x", kind: .gauge, samples: [MetricSample(.number(value), labels: [])])
        let text = String(decoding: ExpositionWriter.exposition(of: [family], as: .prometheus), as: UTF8.self)
        #expect(text.hasSuffix("\nx \(expected)\n"))
    }

    @Test("a label's value cannot end its line or its quotes, whatever it is")
    func fuzz() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let value = String(decoding: bytes, as: UTF8.self)
            let sample = MetricSample(1, labels: [MetricLabel(value, value), MetricLabel("le", value)])
            let family = MetricFamily(value, help: value, kind: .counter, samples: [sample])
            let lines = ExpositionWriter.exposition(of: [family], as: .openMetrics).split(separator: 0x0A)
            #expect(lines.count == 4 || lines.count == 5)
            guard let line = lines.last(where: { $0.first != UInt8(ascii: "#") }) else { continue }
            #expect(Self.unescapedQuotes(Array(line)) == (sample.labels.count) * 2)
            #expect(!line.contains(0x0D))
        }
    }

    private static func unescapedQuotes(_ line: [UInt8]) -> Int {
        var count = 0
        var isEscaped = false
        for byte in line {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                count += 1
            }
        }
        return count
    }
}
