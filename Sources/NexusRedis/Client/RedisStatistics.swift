/// What a client did since it was made, and how it stands: one consistent glance per connection, for metrics.
public struct RedisStatistics: Sendable, Hashable {
    /// Commands that were accepted, heartbeats included.
    public var commands = 0
    /// Replies that reached their waiter.
    public var replies = 0
    /// Commands that were not answered within the deadline.
    public var timeouts = 0
    /// Commands refused because too many were in flight.
    public var overloads = 0
    /// Commands that failed because their connection broke.
    public var losses = 0
    /// Connections made after the first.
    public var reconnects = 0
    /// Connections given up because the peer did not speak the protocol.
    public var violations = 0
    /// Commands that wait now, those included whose waiter gave up.
    public var inFlight = 0
    /// Connections that serve now.
    public var ready = 0
    /// What the circuit breaker does now.
    public var breaker = CircuitBreaker.State.closed

    /// Sums up what connections count; ``overloads`` and ``breaker`` are the client's own.
    static func + (left: RedisStatistics, right: RedisStatistics) -> RedisStatistics {
        var sum = left
        sum.commands &+= right.commands
        sum.replies &+= right.replies
        sum.timeouts &+= right.timeouts
        sum.losses &+= right.losses
        sum.reconnects &+= right.reconnects
        sum.violations &+= right.violations
        sum.inFlight &+= right.inFlight
        sum.ready &+= right.ready
        return sum
    }
}
