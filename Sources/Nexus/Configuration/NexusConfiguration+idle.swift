import NexusAuth

extension NexusConfiguration {
    /// Audit keys that were given a value and have no effect, with the reason: files are rotated, a database and standard output are not.
    var idleAuditOptions: [(key: String, reason: String)] {
        guard let audit else { return [] }
        var idle = [
            ("rotation_size", audit.rotationSize != nil), ("rotation_interval", audit.rotationInterval != nil),
            ("retention_count", audit.retentionCount != nil),
        ]
        let reason: String
        switch audit.backend.kind {
        case .database:
            reason = "has no effect with backend database, which has no files to close; retention_age deletes rows"
        case .logging where audit.path == nil:
            reason = "has no effect on standard output; set path"
            idle.append(("retention_age", audit.retentionAge != nil))
        case .logging, .custom:
            return []
        }
        return idle.map { (key: "auth.audit.\($0.0)", isGiven: $0.1) }
            .filter { $0.isGiven && self.origins[$0.key] != nil }
            .map { ($0.key, reason) }
    }
}
