/// A store of buckets outside the process, shared by several servers.
///
/// The in-memory table is not behind this protocol: it answers at once, on the request's own thread.
public protocol RateLimitStore: Sendable {
    /// Takes one request out of a bucket, atomically and by the store's own clock.
    /// - Parameters:
    ///   - key: Names the bucket: rule and caller, made of verified values only. Printable ASCII, at most 512 bytes, all of it in one
    ///     pair of braces, so that Redis Cluster hashes nothing else.
    ///   - rule: The limit.
    /// - Returns: The decision; a rejected request costs the bucket nothing.
    /// - Throws: When the store cannot decide in time. The limiter then does what `fail_open` says; it logs nothing, the store should.
    func take(key: String, rule: LimitRule) async throws -> LimitDecision

    /// Whether the store answered lately; what `/readyz` and the metrics tell.
    var isAvailable: Bool { get }
}
