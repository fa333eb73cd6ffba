import NexusCore

extension AuditConfig {
    /// Checks that every option has a value it can have and that the options fit together.
    /// - Throws: ``AuditError`` that names the option by its key in `nexus.yaml`.
    public func validate() throws(AuditError) {
        func require(_ condition: Bool, _ text: String) throws(AuditError) {
            guard condition else { throw AuditError(.configuration, "audit: \(text)") }
        }
        if case .database = self.backend.kind { try require(self.path != nil, "backend database needs a path") }
        if case .custom = self.backend.kind { try require(self.path == nil, "path does nothing with a sink of your own") }
        if let path { try require(!path.isEmpty && !path.utf8.contains(0), "path is empty or holds a zero byte") }
        try require((1...1_048_576).contains(self.maxBodyLogSize), "max_body_log_size must be 1 to 1048576 bytes")
        try require((16...1_048_576).contains(self.queueCapacity), "queue_capacity must be 16 to 1048576 records")
        try require(self.queueBytes >= 4 * (self.maxBodyLogSize + 1024), "queue_bytes must hold at least a few records")
        try require(self.syncInterval > .zero, "sync_interval must be positive")
        if let rotationSize { try require(rotationSize >= 4096, "rotation_size must be at least 4096 bytes") }
        if let rotationInterval { try require(rotationInterval >= .seconds(1), "rotation_interval must be at least a second") }
        if let retentionCount { try require(retentionCount >= 1, "retention_count must be at least 1") }
        if let retentionAge { try require(retentionAge >= .seconds(1), "retention_age must be at least a second") }
        try require((1...1_000_000).contains(self.checkpointInterval), "checkpoint_interval must be 1 to 1000000 lines")
        for pattern in self.excludePaths {
            try require(pattern.hasPrefix("/"), "exclude_paths: \(pattern) does not begin with /")
            let isPlain = !pattern.dropLast(pattern.hasSuffix("/*") ? 2 : 0).contains("*")
            try require(isPlain, "exclude_paths: * may only stand at the end, after /")
        }
        for name in self.redactHeaders + self.redactFields + self.includeHeaders {
            let isName = name.utf8.contains { $0.isASCIILetter || $0.isASCIIDigit }
            try require(isName, "redact_headers, redact_fields and include_headers take names; one has neither letter nor digit")
        }
        if let (option, reason) = self.idleOption { try require(false, "\(option) \(reason)") }
        if let signingKey { _ = try CheckpointSigner(secret: signingKey) }
    }

    /// An option that differs from its default and has no effect: files are closed and deleted, standard output and the tables of a database
    /// are not.
    private var idleOption: (key: String, reason: String)? {
        let defaults = AuditConfig()
        var idle: String?
        if self.rotationSize != nil, self.rotationSize != defaults.rotationSize { idle = "rotation_size" }
        if self.rotationInterval != nil, self.rotationInterval != defaults.rotationInterval { idle = "rotation_interval" }
        if self.retentionCount != nil { idle = "retention_count" }
        switch self.backend.kind {
        case .database:
            return idle.map { ($0, "has no effect with backend database, which has no files to close; retention_age deletes rows") }
        case .logging where self.path == nil:
            if self.retentionAge != nil { idle = "retention_age" }
            return idle.map { ($0, "has no effect on standard output; set path") }
        case .logging, .custom:
            return nil
        }
    }
}
