public import Logging
public import NexusCore

/// What the audit trail keeps, where, and what it does when it cannot.
///
/// Every option has the specification's default ("Audit Logging"; contract, "nexus.yaml", `audit`).
public struct AuditConfig: Sendable {
    /// Where records go.
    public var backend: Backend = .logging
    /// The JSON-lines file of the `logging` backend, standard output when absent; the SQLite file of the `database` backend.
    public var path: String?
    /// The `level` that the lines of requests below 400 carry. 4xx are warnings, 5xx errors.
    public var logLevel: Logger.Level = .info
    /// Whether JSON and form bodies of requests are kept, redacted.
    public var logRequestBody = false
    /// Whether JSON and form bodies of answers are kept, redacted.
    public var logResponseBody = false
    /// Largest body kept, in bytes. Of a larger one only the size is kept.
    public var maxBodyLogSize = 10 * 1024
    /// Whether the query is kept, redacted.
    public var logQuery = true
    /// Paths without records: exact, or `base/*` for a path and everything below it.
    public var excludePaths: [String] = []
    /// Header fields that are kept, by name. All others are left out.
    public var includeHeaders: [String] = []
    /// Header fields whose value is never kept, besides ``Redactor/neverLogged``.
    public var redactHeaders: [String] = []
    /// Names of members, parameters and fields whose value is never kept, besides ``Redactor/sensitiveNames``.
    public var redactFields: [String] = []
    /// When a request counts as recorded.
    public var durability: Durability = .buffered
    /// What happens when records come faster than they can be written.
    public var overflow: Overflow = .block
    /// Records that may wait to be written.
    public var queueCapacity = 8192
    /// Bytes that records may hold while they wait; as many may be held by those that wait for room.
    public var queueBytes = 64 * 1024 * 1024
    /// With ``Durability/buffered``: how long a written record may wait for the disk.
    public var syncInterval: Duration = .seconds(1)
    /// Size at which a file is closed and the next one begun, in bytes; `nil` for never.
    public var rotationSize: Int? = 100 * 1024 * 1024
    /// Time after which a file is closed and the next one begun, counted from the Unix epoch; `nil` for never.
    public var rotationInterval: Duration? = .seconds(86_400)
    /// How many closed files are kept; `nil` for all.
    public var retentionCount: Int?
    /// How long closed files, or rows of the database, are kept; `nil` for ever.
    public var retentionAge: Duration?
    /// How many lines may follow a checkpoint before the next one.
    public var checkpointInterval = 1000
    /// What checkpoints are signed with: at least 32 bytes. Without it checkpoints are not signed, and whoever can write the file
    /// can also rewrite it.
    public var signingKey: Secret?

    /// Creates a configuration with the specification's defaults.
    /// - Parameters:
    ///   - backend: Where records go.
    ///   - path: The JSON-lines file or the SQLite file.
    ///   - logLevel: The `level` that the lines of requests below 400 carry.
    ///   - logRequestBody: Whether JSON and form bodies of requests are kept, redacted.
    ///   - logResponseBody: Whether JSON and form bodies of answers are kept, redacted.
    ///   - maxBodyLogSize: Largest body kept, in bytes.
    ///   - excludePaths: Paths without records.
    ///   - redactHeaders: Header fields whose value is never kept, besides the built-in ones.
    ///   - redactFields: Names whose value is never kept, besides the built-in ones.
    ///   - durability: When a request counts as recorded.
    ///   - overflow: What happens when records come faster than they can be written.
    public init(
        backend: Backend = .logging,
        path: String? = nil,
        logLevel: Logger.Level = .info,
        logRequestBody: Bool = false,
        logResponseBody: Bool = false,
        maxBodyLogSize: Int = 10 * 1024,
        excludePaths: [String] = [],
        redactHeaders: [String] = [],
        redactFields: [String] = [],
        durability: Durability = .buffered,
        overflow: Overflow = .block
    ) {
        self.backend = backend
        self.path = path
        self.logLevel = logLevel
        self.logRequestBody = logRequestBody
        self.logResponseBody = logResponseBody
        self.maxBodyLogSize = maxBodyLogSize
        self.excludePaths = excludePaths
        self.redactHeaders = redactHeaders
        self.redactFields = redactFields
        self.durability = durability
        self.overflow = overflow
    }
}
