/// Names as the Prometheus data model allows them.
enum MetricName {
    /// A metric's name: `[a-zA-Z_:][a-zA-Z0-9_:]*`, every other character replaced by `_`.
    static func sanitized(_ name: String) -> String {
        self.sanitize(name, allowingColon: true)
    }

    /// A label's name: `[a-zA-Z_][a-zA-Z0-9_]*`. A leading `__` is reserved, and so is `le` on histograms.
    static func sanitizedLabel(_ name: String) -> String {
        let sanitized = self.sanitize(name, allowingColon: false)
        if sanitized.hasPrefix("__") { return "label" + sanitized }
        return sanitized == "le" || sanitized == "quantile" ? sanitized + "_" : sanitized
    }

    /// The name without an ending, if it has that ending and something before it.
    static func removing(_ suffix: String, from name: String) -> String {
        name.hasSuffix(suffix) && name.utf8.count > suffix.utf8.count ? String(name.dropLast(suffix.count)) : name
    }

    private static func sanitize(_ name: String, allowingColon: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count + 1)
        for scalar in name.unicodeScalars.prefix(256) {
            let byte = scalar.isASCII ? UInt8(scalar.value) : UInt8(ascii: "_")
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                bytes.append(byte)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
                bytes.append(byte)
            case UInt8(ascii: ":") where allowingColon:
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "_"))
            }
        }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }
}
