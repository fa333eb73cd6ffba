import HTTPTypes
import NexusAuth
import NexusCore

/// Collects fields for a server that takes them as HTTP types.
struct HTTPFieldsWriter: FieldWriter {
    private(set) var fields = HTTPFields()

    init() {
        // With room for what the server adds.
        self.fields.reserveCapacity(24)
    }

    mutating func field(_ name: String, _ value: String) {
        guard let name = EdgeFieldNames.ready(name) ?? HTTPField.Name(name) else { return }
        self.fields.append(HTTPField(name: name, value: value))
    }

    mutating func field(_ name: String, _ value: Int) { self.field(name, String(value)) }

    mutating func block(_ block: HeaderBlock) {
        for field in block.httpFields { self.fields.append(field) }
    }

    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {
        for (name, value) in headers.fields(decision, now: now) { self.field(name, value) }
    }
}
