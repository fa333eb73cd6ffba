/// A text format that scrapers understand.
public struct ExpositionFormat: Sendable, Hashable {
    /// The answer's `Content-Type`.
    public let contentType: String

    /// The Prometheus text format 0.0.4.
    public static let prometheus = ExpositionFormat(contentType: "text/plain; version=0.0.4; charset=utf-8")
    /// OpenMetrics 1.0.
    public static let openMetrics = ExpositionFormat(contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8")

    /// The format that an `Accept` field prefers: OpenMetrics 1.0 where it weighs at least as much as plain text, else Prometheus text.
    /// - Parameter accept: The field's values joined with commas (RFC 9110 §12.5.1).
    public static func negotiated(accept: String?) -> ExpositionFormat {
        guard let accept else { return .prometheus }
        var openMetrics = 0.0
        var plain = 0.0
        for range in accept.utf8.prefix(4_096).split(separator: UInt8(ascii: ",")) {
            let parts = range.split(separator: UInt8(ascii: ";")).map { Self.normalized($0) }
            guard let type = parts.first else { continue }
            let weight = parts.first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            switch type {
            case "application/openmetrics-text":
                let version = parts.first { $0.hasPrefix("version=") }.map { $0.dropFirst("version=".count) } ?? "1.0.0"
                if version == "1.0.0" || version == "\"1.0.0\"" { openMetrics = max(openMetrics, weight) }
            case "text/plain", "text/*", "*/*": plain = max(plain, weight)
            default: break
            }
        }
        return openMetrics > 0 && openMetrics >= plain ? .openMetrics : .prometheus
    }

    private static func normalized(_ part: Substring.UTF8View) -> String {
        String(decoding: part.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self).lowercased()
    }
}
