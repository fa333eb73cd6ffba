/// Metrics that are read when they are scraped: other parts keep plain counters and show a snapshot of them here.
public struct PrometheusCollector: Sendable {
    /// Reads the metrics; called once for each scrape, and must not block.
    public let collect: @Sendable () -> [MetricFamily]

    /// Creates a collector.
    /// - Parameter collect: Reads the metrics; called once for each scrape, and must not block.
    public init(_ collect: @escaping @Sendable () -> [MetricFamily]) {
        self.collect = collect
    }
}
