/// What the writer's thread does next.
package enum AuditPause: Sendable, Hashable {
    /// Go on at once.
    case none
    /// Sleep so long, in nanoseconds, whoever comes.
    case rest(Int64)
    /// Sleep until woken, at most so long.
    case park(Int64?)
    /// The trail is shut down and everything is written.
    case finished
}
