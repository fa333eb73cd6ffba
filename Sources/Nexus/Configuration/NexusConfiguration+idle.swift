import NexusAuth

extension NexusConfiguration {
    /// Keys of tokens and limits that were written, be it with their default, and have no effect, with the reason.
    var idleOptions: [(key: String, reason: String)] {
        var idle: [(String, String?)] = []
        if let jwt {
            let reason: String? =
                if !jwt.hasOwnIssuer {
                    "has no effect: only the entries of auth.jwt.issuers have keys"
                } else if !jwt.algorithms.isEmpty {
                    "has no effect beside algorithms; give one of them"
                } else {
                    nil
                }
            idle.append(("auth.jwt.algorithm", reason))
            if !jwt.hasOwnIssuer {
                idle += OptionTable<ClaimMapping>.claims.options.map { ("auth.jwt.claims.\($0.key)", reason) }
            }
        }
        if let rateLimit {
            idle += ["redis_timeout", "redis_key_prefix", "local_share"].map { ("auth.rate_limit.\($0)", rateLimit.idleReason(of: $0)) }
        }
        return idle.compactMap { key, reason in
            guard let reason, let origin = self.origins[key], origin.source != .preset else { return nil }
            return (key, reason)
        }
    }

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
