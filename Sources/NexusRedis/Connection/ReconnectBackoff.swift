import NexusCore

/// How long to wait before the next attempt to connect: doubling, capped, and jittered so that many servers do not come back at once.
public struct ReconnectBackoff: Sendable, Hashable {
    /// The first wait; default 20 ms.
    public var minimum: Duration
    /// The longest wait; default 500 ms. With the time to connect it bounds how late a Redis that returned is noticed.
    public var maximum: Duration

    /// Creates a back-off.
    /// - Parameters:
    ///   - minimum: The first wait.
    ///   - maximum: The longest wait.
    public init(minimum: Duration = .milliseconds(20), maximum: Duration = .milliseconds(500)) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Nanoseconds to wait: between half of the doubled wait and all of it.
    /// - Parameters:
    ///   - attempt: How many attempts failed since the last success.
    ///   - random: Any number; it picks the place in the range.
    func delay(attempt: Int, random: UInt64) -> Int64 {
        let ceiling = self.maximum.nanoseconds
        let first = min(max(1, self.minimum.nanoseconds), ceiling)
        let (doubled, overflow) = first.multipliedReportingOverflow(by: 1 << Int64(min(max(0, attempt), 30)))
        let wait = overflow ? ceiling : min(doubled, ceiling)
        let half = wait / 2
        return half + Int64(random % UInt64(wait - half + 1))
    }
}
