/// One series of a metric at the time of a scrape.
public struct MetricSample: Sendable, Hashable {
    enum Value: Sendable, Hashable {
        case number(Double)
        case histogram(HistogramState, HistogramBuckets)
    }

    let labels: [MetricLabel]
    let value: Value

    /// Creates a sample of a counter or a gauge.
    /// - Parameters:
    ///   - value: Its value.
    ///   - labels: Its labels; of two with one name the first counts.
    public init(_ value: Double, labels: [MetricLabel] = []) {
        self.init(.number(value), labels: labels)
    }

    /// Creates a sample of a counter or a gauge.
    /// - Parameters:
    ///   - value: Its value.
    ///   - labels: Its labels; of two with one name the first counts.
    public init(_ value: some BinaryInteger, labels: [MetricLabel] = []) {
        self.init(.number(Double(value)), labels: labels)
    }

    init(_ value: Value, labels: [MetricLabel]) {
        var names: Set<String> = []
        self.labels = labels.filter { names.insert($0.name).inserted }.sorted()
        self.value = value
    }
}
