public import Metrics
import Synchronization

/// All metrics of a process, written as Prometheus or OpenMetrics text on demand.
///
/// It takes the metrics of any library through swift-metrics (`MetricsSystem.bootstrap(registry)`) and collectors for what is only
/// counted elsewhere. The number of series is bounded: labels from outside cannot fill the memory.
public final class PrometheusRegistry: Sendable {
    /// The bounds and buckets of a registry.
    public struct Options: Sendable {
        /// Most metrics; further ones are not exported.
        public var maximumMetrics = 2_000
        /// Most series of one metric; further ones are counted together in a series whose labels all read `other`.
        public var maximumSeriesPerMetric = 1_000
        /// The buckets of timers, in seconds.
        public var timerBuckets = HistogramBuckets.seconds
        /// The buckets of recorders, in whatever they record.
        public var recorderBuckets = HistogramBuckets.decades

        /// Creates the defaults.
        public init() {}
    }

    private let options: Options
    private let catalog = Mutex(SeriesCatalog())

    /// Creates an empty registry.
    /// - Parameter options: Bounds and buckets.
    public init(options: Options = Options()) {
        self.options = options
    }

    /// Adds metrics that are read at each scrape; of two metrics with one name the first counts.
    public func register(_ collector: PrometheusCollector) {
        self.catalog.withLock { $0.collectors.append(collector) }
    }

    /// The answer to a scrape.
    /// - Parameter format: The text format.
    public func exposition(as format: ExpositionFormat) -> [UInt8] {
        ExpositionWriter.exposition(of: self.gather(), as: format)
    }

    /// All metrics as values, in no particular order.
    func gather() -> [MetricFamily] {
        // Handlers and collectors are read outside the lock: neither may hold up a thread that looks a metric up.
        let (entries, collectors, losses) = self.catalog.withLock { ($0.entries, $0.collectors, $0.losses) }
        var families = entries.values.map { entry in
            var family = entry.family
            family.samples = entry.series.map { MetricSample($0.value.handler.snapshot, labels: $0.key) }
            return family
        }
        var claimed = Set(families.flatMap(\.claimedNames))
        for family in collectors.flatMap({ $0.collect() }) + [losses.family] where claimed.isDisjoint(with: family.claimedNames) {
            claimed.formUnion(family.claimedNames)
            families.append(family)
        }
        return families
    }

    private func series<Handler: SeriesHandler>(
        _ name: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)], make: () -> Handler
    ) -> Handler {
        let family = MetricFamily(name, help: name, kind: kind)
        let labels = MetricSample(0, labels: dimensions.map { MetricLabel($0.0, $0.1) }).labels
        return self.catalog.withLock { $0.handler(for: labels, of: family, within: self.options, make: make) } ?? make()
    }
}

extension PrometheusRegistry: MetricsFactory {
    /// A counter of integers.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.series(label, .counter, dimensions) { CounterSeries() }
    }

    /// A counter of fractions.
    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        self.series(label, .counter, dimensions) { FloatingPointCounterSeries() }
    }

    /// A gauge that is set or moved.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.series(label, .gauge, dimensions) { GaugeSeries() }
    }

    /// A histogram, or a gauge when it does not aggregate.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return self.series(label, .gauge, dimensions) { GaugeSeries() } }
        return self.series(label, .histogram, dimensions) { HistogramSeries(self.options.recorderBuckets) }
    }

    /// A histogram of seconds; its name ends in `_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = MetricName.removing("_seconds", from: label) + "_seconds"
        return self.series(name, .histogram, dimensions) { HistogramSeries(self.options.timerBuckets) }
    }

    /// Removes the series when its last holder is gone.
    public func destroyCounter(_ handler: any CounterHandler) { self.release(handler) }
    /// Removes the series when its last holder is gone.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { self.release(handler) }
    /// Removes the series when its last holder is gone.
    public func destroyMeter(_ handler: any MeterHandler) { self.release(handler) }
    /// Removes the series when its last holder is gone.
    public func destroyRecorder(_ handler: any RecorderHandler) { self.release(handler) }
    /// Removes the series when its last holder is gone.
    public func destroyTimer(_ handler: any TimerHandler) { self.release(handler) }

    private func release(_ handler: AnyObject) {
        self.catalog.withLock { $0.release(ObjectIdentifier(handler)) }
    }
}
