import Metrics

/// A histogram: a timer's seconds, or the values of a recorder that aggregates.
final class HistogramSeries: TimerHandler, RecorderHandler, SeriesHandler {
    private let buckets: HistogramBuckets
    private let state = Sharded(HistogramState())

    init(_ buckets: HistogramBuckets) {
        self.buckets = buckets
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) * 1e-9) }
    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let place = self.buckets.place(of: value)
        self.state.update { $0.observe(value, at: place) }
    }

    var snapshot: MetricSample.Value {
        .histogram(self.state.fold(into: HistogramState()) { $0.merge($1) }, self.buckets)
    }
}
