package import NexusCore

/// What the limiter says at once.
package enum LimitOutcome: Sendable, Hashable {
    /// A decision.
    case decided(LimitDecision)
    /// The shared store has to be asked.
    case remote(RemoteLimitRequest)
}

/// A question to the shared store.
package struct RemoteLimitRequest: Sendable, Hashable {
    /// The index of the rule.
    package let rule: Int
    /// Who is charged.
    package let subject: LimitSubject
    /// When it was asked.
    package let now: Moment
}

/// What came of asking the shared store.
package enum RemoteLimitOutcome: Sendable, Hashable {
    /// A decision; degraded when the store could not decide and the failure policy did.
    case decided(LimitDecision, isDegraded: Bool)
    /// The store could not decide, and the limit fails closed.
    case unavailable
}
