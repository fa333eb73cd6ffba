/// Writes metrics as text, families by name and series by labels, so that equal metrics give equal bytes.
struct ExpositionWriter {
    private(set) var bytes: [UInt8] = []
    private let format: ExpositionFormat

    /// Creates a writer.
    init(format: ExpositionFormat, reservingCapacity capacity: Int = 16_384) {
        self.format = format
        self.bytes.reserveCapacity(capacity)
    }

    /// Writes a whole answer.
    static func exposition(of families: [MetricFamily], as format: ExpositionFormat) -> [UInt8] {
        var writer = ExpositionWriter(format: format)
        for family in families.sorted(by: { $0.name < $1.name }) where !family.samples.isEmpty { writer.write(family) }
        if format == .openMetrics { writer.append("# EOF\n") }
        return writer.bytes
    }

    private mutating func write(_ family: MetricFamily) {
        let sampleName = family.kind == .counter ? family.name + "_total" : family.name
        let familyName = self.format == .openMetrics ? family.name : sampleName
        self.append("# HELP \(familyName) ")
        self.appendEscaped(family.help, escapingQuotes: self.format == .openMetrics)
        self.append("\n# TYPE \(familyName) \(family.kind.rawValue)\n")
        if self.format == .openMetrics, let unit = ["seconds", "bytes"].first(where: { family.name.hasSuffix("_" + $0) }) {
            self.append("# UNIT \(familyName) \(unit)\n")
        }
        var previous: [MetricLabel]?
        for sample in family.samples.sorted(by: { $0.labels.lexicographicallyPrecedes($1.labels) }) where sample.labels != previous {
            previous = sample.labels
            switch sample.value {
            case .number(let number): self.line(sampleName, sample.labels, Self.text(number))
            case .histogram(let state, let buckets): self.write(state, buckets, name: family.name, labels: sample.labels)
            }
        }
    }

    private mutating func write(_ state: HistogramState, _ buckets: HistogramBuckets, name: String, labels: [MetricLabel]) {
        var cumulative: UInt64 = 0
        for (index, bound) in buckets.bounds.enumerated() {
            if index < state.counts.count { cumulative &+= state.counts[index] }
            self.line(name + "_bucket", labels, String(cumulative), bound: "\(bound)")
        }
        let count = String(state.count)
        self.line(name + "_bucket", labels, count, bound: "+Inf")
        self.line(name + "_sum", labels, Self.text(state.sum))
        self.line(name + "_count", labels, count)
    }

    private mutating func line(_ name: String, _ labels: [MetricLabel], _ value: String, bound: String? = nil) {
        self.append(name)
        if !labels.isEmpty || bound != nil {
            var separator: Unicode.Scalar = "{"
            for label in labels {
                self.bytes.append(UInt8(ascii: separator))
                self.append(label.name)
                self.append("=\"")
                self.appendEscaped(label.value, escapingQuotes: true)
                self.append("\"")
                separator = ","
            }
            if let bound {
                self.bytes.append(UInt8(ascii: separator))
                self.append("le=\"\(bound)\"")
            }
            self.append("}")
        }
        self.append(" \(value)\n")
    }

    private mutating func append(_ text: String) {
        self.bytes.append(contentsOf: text.utf8)
    }

    private mutating func appendEscaped(_ text: String, escapingQuotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case 0x0A: self.append("\\n")
            case UInt8(ascii: "\\"): self.append("\\\\")
            case UInt8(ascii: "\"") where escapingQuotes: self.append("\\\"")
            // A lone carriage return or another control character ends a line for some readers.
            case 0..<0x20, 0x7F: self.append("?")
            default: self.bytes.append(byte)
            }
        }
    }

    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        return "\(number)"
    }
}
