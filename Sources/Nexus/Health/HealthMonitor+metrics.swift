extension HealthMonitor {
    /// Shows readiness and the components to a registry.
    package var collector: PrometheusCollector {
        PrometheusCollector { [self] in
            let components = self.report().components.map { (labels: [MetricLabel("component", $0.name)], component: $0) }
            return [
                .gauge("nexus_ready", "Whether requests should be sent here: 1 or 0.", self.isReady ? 1 : 0),
                MetricFamily(
                    "nexus_component_healthy", help: "How a component is doing: 1 healthy, 0.5 degraded, 0 unhealthy.", kind: .gauge,
                    samples: components.map { MetricSample(.number(Self.share($0.component.status.level)), labels: $0.labels) }
                ),
                MetricFamily(
                    "nexus_component_check_seconds", help: "Duration of a component's last check.", kind: .gauge,
                    samples: components.map { MetricSample(.number($0.component.latencyMilliseconds * 1e-3), labels: $0.labels) }
                ),
            ]
        }
    }

    private static func share(_ level: HealthStatus.Level) -> Double {
        switch level {
        case .healthy: 1
        case .degraded: 0.5
        case .unhealthy: 0
        }
    }
}
