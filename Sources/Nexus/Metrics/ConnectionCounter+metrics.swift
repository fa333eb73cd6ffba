extension ConnectionCounter {
    /// The connections of the API's port as metrics.
    var collector: PrometheusCollector {
        PrometheusCollector { [self] in
            let counts = self.counts
            let refused = [("total", counts.refusedInAll), ("address", counts.refusedByAddress)]
            return [
                .gauge("nexus_connections", "Open connections.", counts.open),
                .counter("nexus_connections_accepted", "Connections that were let in.", counts.accepted),
                MetricFamily(
                    "nexus_connections_refused", help: "Connections closed at once, by the limit that was reached.", kind: .counter,
                    samples: refused.map { MetricSample($0.1, labels: [MetricLabel("limit", $0.0)]) }
                ),
                .counter("nexus_connections_faulted", "HTTP/2 connections ended for what their client sent.", counts.faults),
            ]
        }
    }
}
