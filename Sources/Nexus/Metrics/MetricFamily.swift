/// A metric with all its series at the time of a scrape.
public struct MetricFamily: Sendable, Hashable {
    /// What kind of metric it is.
    public struct Kind: Sendable, Hashable {
        let rawValue: String
        /// A number that only rises.
        public static let counter = Kind(rawValue: "counter")
        /// A number that rises and falls.
        public static let gauge = Kind(rawValue: "gauge")
        /// Observations counted in buckets.
        static let histogram = Kind(rawValue: "histogram")
    }

    /// The name, without the `_total` of a counter.
    public let name: String
    /// One line about it.
    public let help: String
    /// Its kind.
    public let kind: Kind
    /// Its series.
    public var samples: [MetricSample]

    /// Creates a metric.
    /// - Parameters:
    ///   - name: Its name; characters that Prometheus does not allow become `_`, and the `_total` of a counter may be left out.
    ///   - help: One line about it.
    ///   - kind: Its kind.
    ///   - samples: Its series.
    public init(_ name: String, help: String, kind: Kind, samples: [MetricSample] = []) {
        let name = MetricName.sanitized(name)
        self.name = kind == .counter ? MetricName.removing("_total", from: name) : name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// The names that its lines use: no other metric may write them.
    var claimedNames: [String] {
        switch self.kind {
        case .counter: [self.name, self.name + "_total"]
        case .histogram: [self.name, self.name + "_bucket", self.name + "_count", self.name + "_sum"]
        default: [self.name]
        }
    }
}
