import NexusCore

extension JSONWriter {
    /// Begins a line of the trail: `{"schema":1,"kind":…,"time":…`.
    mutating func beginLine(_ kind: AuditEntry.Kind, at nanoseconds: Int64) {
        self.beginObject()
        self.member("schema", AuditSchema.version)
        self.member("kind", kind.rawValue)
        self.member("time", RFC3339.string(nanoseconds))
    }

    /// Writes a member if it has a value.
    mutating func member(_ name: String, ifPresent string: String?) {
        if let string { self.member(name, string) }
    }
}
