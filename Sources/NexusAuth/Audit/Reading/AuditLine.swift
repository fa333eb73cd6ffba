public import NexusCore

/// A line of the trail, read back.
public struct AuditLine: Sendable, Hashable {
    /// The line without its newline, in UTF-8.
    public let bytes: [UInt8]
    /// Its members: ``AuditSchema``.
    public let members: JSONObject

    /// Reads a line, or nothing when it is not a JSON object.
    public init?(_ bytes: [UInt8]) {
        // Bounded by its bytes alone: a line that a search skips would be a record that hides.
        let limits = JSONParser.Limits(
            maximumBytes: FileTail.maximumLine, maximumDepth: 512, maximumNodes: .max, maximumNumberLength: FileTail.maximumLine,
            allowsDuplicateMembers: true)
        guard let members = try? JSONParser.parseObject(bytes, limits: limits) else { return nil }
        self.bytes = bytes
        self.members = members
    }

    /// What kind of line it is.
    public var kind: AuditEntry.Kind { AuditEntry.Kind(rawValue: self.members["kind"]?.stringValue ?? "") }
    /// Its number in the chain.
    public var sequence: Int64? { self.members["seq"]?.integerValue }
    /// When the request arrived, in nanoseconds since the Unix epoch.
    public var time: Int64? { self.members["time"]?.stringValue.flatMap(RFC3339.parse) }
    /// The line as text.
    public var text: String { String(decoding: self.bytes, as: UTF8.self) }
}
