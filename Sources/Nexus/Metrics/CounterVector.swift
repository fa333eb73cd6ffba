/// Counters of one metric whose label values are all known at the start, counted by position.
///
/// The gate's decisions are counted here: a stage, an outcome and a cause become an index when the application starts.
package final class CounterVector: Sendable {
    private let family: MetricFamily
    private let labels: [[MetricLabel]]
    private let counts: Sharded<[UInt64]>

    /// Creates counters at zero.
    /// - Parameters:
    ///   - name: The metric's name.
    ///   - help: One line about it.
    ///   - labelNames: The names of the labels.
    ///   - series: For each counter its label values, in the order of the names; missing ones are left out.
    package init(_ name: String, help: String, labelNames: [String], series: [[String]]) {
        self.family = MetricFamily(name, help: help, kind: .counter)
        self.labels = series.map { values in zip(labelNames, values).map { MetricLabel($0.0, $0.1) } }
        self.counts = Sharded(Array(repeating: 0, count: series.count))
    }

    /// Counts one event.
    /// - Parameter index: The counter's position in `series`; an event of an unknown position is not counted.
    package func increment(_ index: Int) {
        self.counts.update { if $0.indices.contains(index) { $0[index] &+= 1 } }
    }

    /// What each counter shows.
    package var values: [UInt64] {
        self.counts.fold(into: Array(repeating: 0, count: self.labels.count)) { total, lane in
            for index in lane.indices { total[index] &+= lane[index] }
        }
    }

    /// Shows the counters to a registry.
    package var collector: PrometheusCollector {
        PrometheusCollector { [self] in
            var family = self.family
            family.samples = zip(self.values, self.labels).map { MetricSample($0.0, labels: $0.1) }
            return [family]
        }
    }
}
