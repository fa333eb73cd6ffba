import NexusCore

extension JSONWriter {
    /// Begins a line of the trail: `{"schema":1,"kind":…,"time":…`.
    mutating func beginLine(_ kind: AuditEntry.Kind, at nanoseconds: Int64) {
        self.beginObject()
        self.member("schema", Int64(AuditSchema.version))
        self.member("kind", kind.rawValue)
        self.name("time")
        self.plain { RFC3339.append(nanoseconds, to: &$0) }
    }

    /// Writes a member if it has a value.
    mutating func member(_ name: StaticString, ifPresent string: String?) {
        if let string { self.member(name, string) }
    }
}
