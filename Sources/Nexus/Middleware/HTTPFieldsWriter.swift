import HTTPTypes
import NexusAuth
import NexusCore

/// Collects fields for a server that takes them as HTTP types.
struct HTTPFieldsWriter: FieldWriter {
    private(set) var fields = HTTPFields()

    init() {
        self.fields.reserveCapacity(24)
    }

    mutating func field(_ name: String, _ value: String) {
        guard let name = Self.names[name] ?? HTTPField.Name(name) else { return }
        self.fields.append(HTTPField(name: name, value: value))
    }

    mutating func field(_ name: String, _ value: Int) { self.field(name, String(value)) }

    mutating func block(_ block: HeaderBlock) {
        for (name, value) in block.fields { self.field(name, value) }
    }

    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {
        for (name, value) in headers.fields(decision, now: now) { self.field(name, value) }
    }

    /// The names that the edge writes: reading one anew costs more than finding it.
    private static let names: [String: HTTPField.Name] = Dictionary(
        [
            "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods",
            "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Allow", "Cache-Control",
            "Content-Length", "Content-Security-Policy", "Content-Type", "RateLimit", "RateLimit-Policy", "Referrer-Policy", "Retry-After",
            "Strict-Transport-Security", "Vary", "WWW-Authenticate", "X-Content-Type-Options", "X-Frame-Options", "X-RateLimit-Limit",
            "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-ID",
        ].compactMap { name in HTTPField.Name(name).map { (name, $0) } },
        uniquingKeysWith: { first, _ in first }
    )
}
