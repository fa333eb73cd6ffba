import HTTPTypes

/// The names that the edge writes one by one, ready-made: reading one anew costs more than finding it.
enum EdgeFieldNames {
    /// The name, if it is one of them.
    static func ready(_ name: String) -> HTTPField.Name? {
        let length = name.utf8.count
        guard length < self.byLength.count else { return nil }
        return self.byLength[length].first { $0.rawName == name }
    }

    private static let byLength: [[HTTPField.Name]] = {
        let names = [
            "Access-Control-Allow-Origin", "Allow", "Content-Length", "Content-Type", "RateLimit", "RateLimit-Policy", "Retry-After",
            "Vary", "WWW-Authenticate", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-ID",
        ].compactMap { HTTPField.Name($0) }
        let longest = names.map(\.rawName.utf8.count).max() ?? 0
        return (0...longest).map { length in names.filter { $0.rawName.utf8.count == length } }
    }()
}
