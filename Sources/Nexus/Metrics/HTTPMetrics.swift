/// The HTTP server metrics of the OpenTelemetry semantic conventions, recorded without looking anything up by name.
///
/// A label is a route's template or `unmatched`, one of ten methods, and a status code: nothing a client can invent.
package final class HTTPMetrics: Sendable {
    private let routes: [String]
    private let durationBuckets: HistogramBuckets
    private let sizeBuckets: HistogramBuckets
    private let maximumSeries: Int
    private let table = Sharded(HTTPSeriesTable())

    /// Creates the metrics of a route table.
    /// - Parameters:
    ///   - routes: The template of each route, by index.
    ///   - durationBuckets: Bounds for durations, in seconds.
    ///   - sizeBuckets: Bounds for body sizes, in bytes.
    ///   - maximumSeries: Most combinations of route, method and status kept apart by one lane; further ones are counted as `other`.
    package init(
        routes: [String], durationBuckets: HistogramBuckets = .seconds, sizeBuckets: HistogramBuckets = .bytes, maximumSeries: Int = 5_000
    ) {
        self.routes = routes
        self.durationBuckets = durationBuckets
        self.sizeBuckets = sizeBuckets
        self.maximumSeries = maximumSeries
    }

    /// A request began: its head was read.
    package func requestStarted() {
        self.table.update { $0.active &+= 1 }
    }

    /// A request that began has ended, however it ended.
    /// - Parameters:
    ///   - route: The matched route's index; nothing when none matched.
    ///   - method: The folded method.
    ///   - status: The status of the answer; 499 where the client left before one was sent.
    ///   - durationNanoseconds: From the head to the end of the answer.
    ///   - requestBodyBytes: The body as received.
    ///   - responseBodyBytes: The body as sent.
    package func requestFinished(
        route: Int?, method: HTTPMethodLabel, status: Int, durationNanoseconds: Int64, requestBodyBytes: Int, responseBodyBytes: Int
    ) {
        let key = HTTPSeriesTable.Key(route: route, method: method, status: status)
        let (duration, requestBody, responseBody) = (
            Double(durationNanoseconds) * 1e-9, Double(requestBodyBytes), Double(responseBodyBytes)
        )
        let durationPlace = self.durationBuckets.place(of: duration)
        let requestPlace = self.sizeBuckets.place(of: requestBody)
        let responsePlace = self.sizeBuckets.place(of: responseBody)
        self.table.update { table in
            table.active &-= 1
            table.withSeries(key, maximum: self.maximumSeries) { series in
                series.duration.observe(duration, at: durationPlace)
                series.requestBody.observe(requestBody, at: requestPlace)
                series.responseBody.observe(responseBody, at: responsePlace)
            }
        }
    }

    /// Requests that have begun and not ended.
    package var activeRequests: Int64 { self.table.fold(into: 0) { $0 &+= $1.active } }

    /// Shows the metrics to a registry.
    package var collector: PrometheusCollector {
        PrometheusCollector { [self] in self.families() }
    }

    private func families() -> [MetricFamily] {
        let total = self.table.fold(into: HTTPSeriesTable()) { $0.merge($1) }
        let contents = total.contents.map { (labels: self.labels(of: $0.key), series: $0.series) }
        func histogram(
            _ name: String, _ help: String, _ buckets: HistogramBuckets, _ state: (HTTPSeriesTable.Series) -> HistogramState
        ) -> MetricFamily {
            let samples = contents.map { MetricSample(.histogram(state($0.series), buckets), labels: $0.labels) }
            return MetricFamily(name, help: help, kind: .histogram, samples: samples)
        }
        return [
            MetricFamily(
                "http_server_active_requests", help: "Requests in flight.", kind: .gauge, samples: [MetricSample(max(total.active, 0))]
            ),
            histogram("http_server_request_duration_seconds", "Time to answer, rejections included.", self.durationBuckets) { $0.duration },
            histogram("http_server_request_body_size_bytes", "Request body sizes.", self.sizeBuckets) { $0.requestBody },
            histogram("http_server_response_body_size_bytes", "Response body sizes.", self.sizeBuckets) { $0.responseBody },
        ]
    }

    private func labels(of key: HTTPSeriesTable.Key) -> [MetricLabel] {
        let route: String
        let method: String
        let status: String
        if key == .overflow {
            (route, method, status) = ("other", "_OTHER", "other")
        } else {
            route = key.route.map { self.routes.indices.contains($0) ? self.routes[$0] : "unmatched" } ?? "unmatched"
            method = HTTPMethodLabel.names.indices.contains(key.methodIndex) ? HTTPMethodLabel.names[key.methodIndex] : "_OTHER"
            status = key.status == 0 ? "other" : String(key.status)
        }
        return [
            MetricLabel("http_request_method", method), MetricLabel("http_response_status_code", status), MetricLabel("http_route", route),
        ]
    }
}
