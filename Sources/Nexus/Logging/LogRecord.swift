import Logging
import NexusAuth
import NexusCore

/// A log event laid out for writing: promoted fields first, then the rest in the order of their names, secrets and all excess gone.
struct LogRecord {
    /// One field behind the message.
    struct Field: Hashable {
        let name: String
        let value: String
        /// Where a promoted field stands; the others follow by name.
        var rank = Int.max
    }

    /// Most bytes of one value; the rest is cut off.
    static let maximumValueLength = 4_096
    /// Most bytes of one name; the rest is cut off.
    static let maximumNameLength = 128
    /// Most values looked at.
    static let maximumValues = 256
    /// Most fields; further ones are left out.
    static let maximumFields = 64
    /// The depth to which nested metadata is unfolded.
    static let maximumDepth = 4

    let level: Logger.Level
    let label: String
    let message: String
    let fields: [Field]

    /// Lays out an event.
    /// - Parameters:
    ///   - event: The event.
    ///   - label: The logger's label.
    ///   - metadata: The metadata of logger, provider and event, merged.
    ///   - redactor: What is a secret.
    init(_ event: LogEvent, label: String, metadata: Logger.Metadata, redactor: Redactor) {
        self.level = event.level
        self.label = label
        self.message = redactor.text(event.message.description, limit: Self.maximumValueLength)
        var fields: [Field] = []
        if let error = event.error {
            fields.append(Field(name: "error.type", value: "\(type(of: error))"))
            fields.append(Field(name: "error.message", value: redactor.text("\(error)", limit: Self.maximumValueLength)))
        }
        for (name, value) in metadata where fields.count < Self.maximumValues || Self.promoted[name] != nil {
            Self.unfold(value, name: name, depth: 0, redactor: redactor, into: &fields)
        }
        fields.sort { ($0.rank, $0.name) < ($1.rank, $1.name) }
        self.fields = Array(fields.prefix(Self.maximumFields))
    }

    /// Says that lines could not be written.
    init(lost count: Int, label: String) {
        self.level = .warning
        self.label = label
        self.message = "log lines were lost: nobody took them"
        self.fields = [Field(name: "count", value: String(count))]
    }

    /// The fields that come first, in their order, by the metadata names they are taken from.
    private static let promoted: [String: (field: String, rank: Int)] = [
        "request_id": ("request_id", 0), "request.id": ("request_id", 0), "hb.request.id": ("request_id", 0),
        "trace_id": ("trace_id", 1), "trace.id": ("trace_id", 1), "span_id": ("span_id", 2), "span.id": ("span_id", 2),
        "tenant": ("tenant", 3), "tenant_id": ("tenant", 3), "tenant.id": ("tenant", 3),
    ]

    /// Names that metadata may not take: a line has each of them once.
    private static let reserved: Set<String> = ["time", "level", "label", "message", "error.type", "error.message"]

    private static func unfold(_ value: Logger.MetadataValue, name: String, depth: Int, redactor: Redactor, into fields: inout [Field]) {
        let name = self.isPlainWord(name, limit: self.maximumNameLength) ? name : redactor.text(name, limit: self.maximumNameLength)
        switch value {
        case _ where redactor.isSensitive(name): self.append(Redactor.replacement, name: name, to: &fields)
        case .string(let string): self.append(self.cleaned(string, name: name, by: redactor), name: name, to: &fields)
        case .stringConvertible(let value): self.append(self.cleaned("\(value)", name: name, by: redactor), name: name, to: &fields)
        case .dictionary(let members) where depth < self.maximumDepth:
            for (key, member) in members where fields.count < self.maximumValues {
                self.unfold(member, name: "\(name).\(key)", depth: depth + 1, redactor: redactor, into: &fields)
            }
        case .array(let elements) where depth < self.maximumDepth:
            for (index, element) in elements.enumerated() where fields.count < self.maximumValues {
                self.unfold(element, name: "\(name).\(index)", depth: depth + 1, redactor: redactor, into: &fields)
            }
        case .dictionary, .array: self.append("…", name: name, to: &fields)
        }
    }

    private static func append(_ value: String, name: String, to fields: inout [Field]) {
        if let promoted = self.promoted[name], !fields.contains(where: { $0.rank == promoted.rank }) {
            fields.append(Field(name: promoted.field, value: value, rank: promoted.rank))
        } else {
            let isTaken = self.reserved.contains(name) || self.promoted[name] != nil
            fields.append(Field(name: isTaken ? "metadata." + name : name, value: value))
        }
    }

    /// A value without its secrets; one short word holds none, and the identifiers of requests and traces look random but are none.
    private static func cleaned(_ value: String, name: String, by redactor: Redactor) -> String {
        if self.isPlainWord(value, limit: 11) { return value }
        if let promoted = self.promoted[name], promoted.field != "tenant", RequestID(validating: value) != nil, !value.hasPrefix("eyJ") {
            return value
        }
        return redactor.text(value, limit: self.maximumValueLength)
    }

    private static func isPlainWord(_ text: String, limit: Int) -> Bool {
        text.utf8.count <= limit
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
