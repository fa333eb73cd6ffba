import Metrics
import Synchronization

/// A number that is set: a meter, or a recorder that does not aggregate.
final class GaugeSeries: MeterHandler, RecorderHandler, SeriesHandler {
    private let value = Mutex<Double>(0)

    func set(_ value: Int64) { self.set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { self.value.withLock { $0 += amount } }
    func decrement(by amount: Double) { self.value.withLock { $0 -= amount } }
    func record(_ value: Int64) { self.set(value) }
    func record(_ value: Double) { self.set(value) }

    var snapshot: MetricSample.Value { .number(self.value.withLock { $0 }) }
}
