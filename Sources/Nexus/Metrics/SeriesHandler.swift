/// The recording end of one series in the registry.
protocol SeriesHandler: AnyObject, Sendable {
    /// What it has recorded.
    var snapshot: MetricSample.Value { get }
}
