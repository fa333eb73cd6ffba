public import NexusCore

/// How callers are limited (specification, "Rate Limiting"; contract, "nexus.yaml").
///
/// ```swift
/// RateLimitConfig(
///     requestsPerMinute: 100, burstSize: 20, backend: .redis, redisURL: "${REDIS_URL}",
///     routeLimits: ["/api/auth/login": .init(requestsPerMinute: 10, burstSize: 5, failOpen: .closed), "/health": nil])
/// ```
///
/// A request with a verified identity is charged to that identity, any other to its address. Nothing is checked before
/// ``validate()``.
public struct RateLimitConfig: Sendable {
    /// Requests a minute that each caller has in the long run.
    public var requestsPerMinute: Int
    /// Requests that may come at once on top.
    public var burstSize: Int
    /// Where buckets are kept.
    public var backend: RateLimitBackend
    /// The address of Redis: `redis://` or `rediss://` with user, password and database. Required with ``RateLimitBackend/redis``.
    public var redisURL: Secret?
    /// Limits of single routes.
    public var routeLimits: RouteLimitTable
    /// Whether answers carry the limit's figures.
    public var includeHeaders: Bool
    /// What happens when the shared store cannot decide in time.
    public var failOpen: FailurePolicy
    /// The part of a limit that each process grants on its own under ``FailurePolicy/local``: above 0, at most 1.
    public var localShare: Double
    /// How many buckets memory may hold, at about 48 bytes each. Who comes when it is full shares a bucket.
    public var maximumKeys: Int
    /// Tokens a minute with a wrong signature or key that one address may send, before its tokens are no longer looked at; no such
    /// limit when nil. Always counted in memory.
    public var failedTokensPerMinute: Int?
    /// CORS preflights a minute that one address may send, and a sixth of that at once on top; no such limit when nil. Always counted in
    /// memory, in a bucket that no other request is charged to.
    public var preflightsPerMinute: Int?
    /// How long Redis may take to decide.
    public var redisTimeout: Duration
    /// What keys in Redis begin with.
    public var redisKeyPrefix: String
    /// Decide and record, but let pass.
    public var shadow: Bool
    /// A shared store of your own, used instead of the one that ``backend`` names.
    public var store: (any RateLimitStore)?

    /// Creates a configuration.
    /// - Parameters:
    ///   - requestsPerMinute: Requests a minute that each caller has in the long run; 1 to 10 million.
    ///   - burstSize: Requests that may come at once on top; 0 to 10 million.
    ///   - backend: Where buckets are kept.
    ///   - redisURL: The address of Redis; required with ``RateLimitBackend/redis``.
    ///   - routeLimits: Limits of single routes.
    ///   - includeHeaders: Whether answers carry the limit's figures.
    ///   - failOpen: What happens when the shared store cannot decide in time.
    ///   - localShare: The part of a limit that each process grants on its own under ``FailurePolicy/local``.
    ///   - maximumKeys: How many buckets memory may hold; 1 to 100 million.
    ///   - failedTokensPerMinute: Tokens a minute with a wrong signature or key that one address may send; no such limit when nil.
    ///   - preflightsPerMinute: CORS preflights a minute that one address may send; no such limit when nil.
    ///   - redisTimeout: How long Redis may take to decide; at most 10 seconds.
    ///   - redisKeyPrefix: What keys in Redis begin with; 1 to 64 printable ASCII characters without braces.
    ///   - shadow: Decide and record, but let pass.
    ///   - store: A shared store of your own, used instead of the one that `backend` names.
    public init(
        requestsPerMinute: Int = 100,
        burstSize: Int = 20,
        backend: RateLimitBackend = .memory,
        redisURL: Secret? = nil,
        routeLimits: RouteLimitTable = [:],
        includeHeaders: Bool = true,
        failOpen: FailurePolicy = .open,
        localShare: Double = 0.5,
        maximumKeys: Int = 1_000_000,
        failedTokensPerMinute: Int? = 60,
        preflightsPerMinute: Int? = 600,
        redisTimeout: Duration = .milliseconds(50),
        redisKeyPrefix: String = "nexus:rl:",
        shadow: Bool = false,
        store: (any RateLimitStore)? = nil
    ) {
        self.requestsPerMinute = requestsPerMinute
        self.burstSize = burstSize
        self.backend = backend
        self.redisURL = redisURL
        self.routeLimits = routeLimits
        self.includeHeaders = includeHeaders
        self.failOpen = failOpen
        self.localShare = localShare
        self.maximumKeys = maximumKeys
        self.failedTokensPerMinute = failedTokensPerMinute
        self.preflightsPerMinute = preflightsPerMinute
        self.redisTimeout = redisTimeout
        self.redisKeyPrefix = redisKeyPrefix
        self.shadow = shadow
        self.store = store
    }
}
