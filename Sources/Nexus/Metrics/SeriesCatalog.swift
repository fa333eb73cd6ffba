/// Which series a registry holds, by metric and labels, within its bounds.
struct SeriesCatalog {
    struct Series: Sendable {
        let handler: any SeriesHandler
        /// How many metric objects write to it.
        var holders: Int
    }

    struct Entry: Sendable {
        let family: MetricFamily
        var series: [[MetricLabel]: Series] = [:]
    }

    /// What the bounds kept out.
    struct Losses: Sendable {
        var refusedMetrics: Int64 = 0
        var foldedSeries: Int64 = 0

        var family: MetricFamily {
            MetricFamily(
                "nexus_metrics_dropped",
                help: "Metrics refused for their name, kind or number, and series counted together as other.",
                kind: .counter,
                samples: [
                    MetricSample(self.refusedMetrics, labels: [MetricLabel("reason", "refused")]),
                    MetricSample(self.foldedSeries, labels: [MetricLabel("reason", "series_limit")]),
                ]
            )
        }
    }

    var collectors: [PrometheusCollector] = []
    private(set) var entries: [String: Entry] = [:]
    private(set) var losses = Losses()
    private var owners: [String: String] = [:]
    private var places: [ObjectIdentifier: (metric: String, labels: [MetricLabel])] = [:]

    /// The handler of a series, made when it is new; nothing when the metric clashes with another one or there are too many.
    mutating func handler<Handler: SeriesHandler>(
        for labels: [MetricLabel], of family: MetricFamily, within options: PrometheusRegistry.Options, make: () -> Handler
    ) -> Handler? {
        guard self.claim(family, maximum: options.maximumMetrics), var entry = self.entries.removeValue(forKey: family.name) else {
            self.losses.refusedMetrics &+= 1
            return nil
        }
        defer { self.entries[family.name] = entry }
        var labels = labels
        if entry.series[labels] == nil, entry.series.count >= options.maximumSeriesPerMetric {
            self.losses.foldedSeries &+= 1
            labels = labels.map { MetricLabel($0.name, "other") }
        }
        if let series = entry.series[labels] {
            guard let handler = series.handler as? Handler else {
                self.losses.refusedMetrics &+= 1
                return nil
            }
            entry.series[labels]?.holders += 1
            return handler
        }
        let handler = make()
        entry.series[labels] = Series(handler: handler, holders: 1)
        self.places[ObjectIdentifier(handler)] = (family.name, labels)
        return handler
    }

    /// Lets go of a handler, and removes its series with the last holder.
    mutating func release(_ identifier: ObjectIdentifier) {
        guard let (metric, labels) = self.places[identifier], let series = self.entries[metric]?.series[labels] else { return }
        if series.holders > 1 {
            self.entries[metric]?.series[labels]?.holders -= 1
        } else {
            self.entries[metric]?.series[labels] = nil
            self.places[identifier] = nil
        }
    }

    private mutating func claim(_ family: MetricFamily, maximum: Int) -> Bool {
        if let entry = self.entries[family.name] { return entry.family.kind == family.kind }
        let names = family.claimedNames
        guard self.entries.count < maximum, names.allSatisfy({ self.owners[$0] == nil }) else { return false }
        for name in names { self.owners[name] = family.name }
        self.entries[family.name] = Entry(family: family)
        return true
    }
}
