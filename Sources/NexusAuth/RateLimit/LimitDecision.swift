/// What a limit says about one request.
public struct LimitDecision: Sendable, Hashable {
    /// Whether the request is within the limit.
    public var isAllowed: Bool
    /// How many more requests would be admitted right now.
    public var remaining: Int
    /// Nanoseconds until the bucket is full again.
    public var resetAfter: Int64
    /// Nanoseconds until the next request is admitted; zero while some remain.
    public var retryAfter: Int64

    /// Creates a decision.
    public init(isAllowed: Bool, remaining: Int, resetAfter: Int64, retryAfter: Int64) {
        self.isAllowed = isAllowed
        self.remaining = remaining
        self.resetAfter = resetAfter
        self.retryAfter = retryAfter
    }

    /// `Retry-After` (RFC 9110 §10.2.3): whole seconds, rounded up, so that whoever sleeps them is admitted.
    public var retryAfterSeconds: Int {
        max(1, Int(self.retryAfter.roundedUpSeconds))
    }
}

extension Int64 {
    /// Nanoseconds as whole seconds, rounded up; zero for what is past.
    package var roundedUpSeconds: Int64 {
        guard self > 0 else { return 0 }
        let (seconds, rest) = self.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest > 0 ? seconds + 1 : seconds
    }
}
