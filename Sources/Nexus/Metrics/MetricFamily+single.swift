extension MetricFamily {
    /// A counter without labels.
    static func counter(_ name: String, _ help: String, _ value: some BinaryInteger) -> MetricFamily {
        MetricFamily(name, help: help, kind: .counter, samples: [MetricSample(value)])
    }

    /// A gauge without labels.
    static func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
        MetricFamily(name, help: help, kind: .gauge, samples: [MetricSample(.number(value), labels: [])])
    }

    /// A gauge without labels.
    static func gauge(_ name: String, _ help: String, _ value: some BinaryInteger) -> MetricFamily {
        self.gauge(name, help, Double(value))
    }
}
