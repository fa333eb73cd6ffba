import Metrics

/// A counter of integers.
final class CounterSeries: CounterHandler, SeriesHandler {
    private let total = Sharded<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        self.total.update { $0 &+= amount }
    }

    /// Part of the protocol, and nothing here: a counter that falls lies to every `rate()`.
    func reset() {}

    var snapshot: MetricSample.Value { .number(Double(self.total.fold(into: 0) { $0 &+= $1 })) }
}

/// A counter of fractions.
final class FloatingPointCounterSeries: FloatingPointCounterHandler, SeriesHandler {
    private let total = Sharded<Double>(0)

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        self.total.update { $0 += amount }
    }

    /// Part of the protocol, and nothing here: a counter that falls lies to every `rate()`.
    func reset() {}

    var snapshot: MetricSample.Value { .number(self.total.fold(into: 0) { $0 += $1 }) }
}
