/// One label of a sample.
public struct MetricLabel: Sendable, Hashable, Comparable {
    /// The label's name, in the alphabet of Prometheus.
    public let name: String
    /// The label's value; any text, escaped when written.
    public let value: String

    /// Creates a label.
    /// - Parameters:
    ///   - name: Its name; characters that Prometheus does not allow become `_`.
    ///   - value: Its value.
    public init(_ name: String, _ value: String) {
        self.name = MetricName.sanitizedLabel(name)
        self.value = value
    }

    /// By name, then by value.
    public static func < (left: MetricLabel, right: MetricLabel) -> Bool {
        (left.name, left.value) < (right.name, right.value)
    }
}
