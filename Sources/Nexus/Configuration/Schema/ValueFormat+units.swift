extension ValueFormat<Duration> {
    /// A duration: `500ms`, `30s`, `5m`, `1h`, `7d`, or a bare number of seconds.
    static var duration: Self {
        scalar(
            "a duration such as 500ms, 30s, 5m, 1h or 7d", parse: Duration.init(written:), show: { $0.written })
    }

    /// A duration of whole seconds.
    static var seconds: Self {
        scalar(
            "a duration of whole seconds such as 30s, 5m, 1h or 7d",
            parse: { text in Duration(written: text).flatMap { $0.components.attoseconds == 0 ? $0 : nil } }, show: { $0.written })
    }
}

extension ValueFormat<Int> {
    /// A size: `10KiB`, `1MiB`, `10KB`, or a bare number of bytes.
    static var size: Self {
        scalar("a size such as 512B, 10KiB, 1MiB or 10KB", parse: Int.init(writtenSize:), show: { $0.writtenSize })
    }

    /// Seconds as a number, written as a duration.
    static var secondCount: Self {
        scalar(
            "a duration of whole seconds such as 600s or 10m",
            parse: { text in
                Duration(written: text).flatMap { $0.components.attoseconds == 0 ? Int(exactly: $0.components.seconds) : nil }
            }, show: { "\($0)s" })
    }
}

extension String {
    /// The number and the unit behind it.
    fileprivate var amount: (number: Int, unit: String)? {
        let digits = self.prefix { $0.isASCII && $0.isNumber }
        guard let number = String(digits).decimal else { return nil }
        return (number, String(self[digits.endIndex...]))
    }
}

extension Duration {
    /// Longest that can be written: a hundred years.
    private static let longest = 3_155_760_000

    /// Reads a duration: a whole number and `ms`, `s`, `m`, `h` or `d`; without a unit, seconds.
    init?(written text: String) {
        guard let (number, unit) = text.amount else { return nil }
        if unit == "ms" {
            guard number <= Self.longest else { return nil }
            self = .milliseconds(number)
            return
        }
        guard let scale = ["": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400][unit] else { return nil }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: scale)
        guard !overflow, seconds <= Self.longest else { return nil }
        self = .seconds(seconds)
    }

    /// The duration as `nexus.yaml` has it, in the largest unit that leaves a whole number.
    var written: String {
        let (seconds, attoseconds) = self.components
        guard attoseconds == 0 else {
            let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
            return milliseconds.overflow ? "\(seconds)s" : "\(milliseconds.partialValue + attoseconds / 1_000_000_000_000_000)ms"
        }
        for (unit, scale) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds != 0 && seconds.isMultiple(of: scale) {
            return "\(seconds / scale)\(unit)"
        }
        return "\(seconds)s"
    }
}

extension Int {
    private static let sizeUnits = [
        "": 1, "B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
    ]

    /// Reads a size: a whole number and `B`, `KB`, `MB`, `GB`, `KiB`, `MiB` or `GiB`; without a unit, bytes.
    init?(writtenSize text: String) {
        guard let (number, unit) = text.amount, let scale = Self.sizeUnits[unit] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        self = bytes
    }

    /// The size as `nexus.yaml` has it, in the largest unit that leaves a whole number.
    var writtenSize: String {
        for (unit, scale) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where self != 0 && self.isMultiple(of: scale) {
            return "\(self / scale)\(unit)"
        }
        return "\(self)B"
    }
}
