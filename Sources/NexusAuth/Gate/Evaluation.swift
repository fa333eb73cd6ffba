package import NexusCore

/// How far one request has come through the gate, and what was learnt about it on the way.
///
/// A value: the gate advances it, the shell keeps it while it waits, and `nexus explain` prints it.
package struct Evaluation: Sendable {
    /// A stage's finding, for `nexus explain`.
    package struct Finding: Sendable, Hashable {
        package let stage: GateStage
        package let text: String
    }

    /// A limit that was applied to the request.
    package struct AppliedLimit: Sendable, Hashable {
        /// The rule's index in the limiter.
        package let ruleIndex: Int
        package let rule: LimitRule
        package let decision: LimitDecision
        /// Whether the store was away and the failure policy decided.
        package let isDegraded: Bool
    }

    /// A refusal that stands until the limits have been charged.
    package struct Refusal: Sendable, Hashable {
        package let rejection: Rejection
        package let stage: GateStage
        /// Why, for the audit trail alone.
        package let reason: String
    }

    /// What is known about the request.
    package let facts: RequestFacts
    /// What start-up decided about its route.
    package let policy: RoutePolicy

    /// The stage to enter next, or nothing once it is decided.
    package internal(set) var stage: GateStage?
    /// Who the request comes from, once a token was verified.
    package internal(set) var principal: Principal?
    /// The tenant it acts for.
    package internal(set) var tenant: TenantID?
    /// Whether the admin role chose another tenant than its own.
    package internal(set) var isTenantOverride = false
    /// The limit whose figures the answer carries: of the identity where there is one, else of the address.
    package internal(set) var limit: AppliedLimit?
    /// Why the request is refused, or would be were it not in shadow.
    package internal(set) var refusal: Refusal?
    /// Rules in shadow that would have refused.
    package internal(set) var shadowed: [String] = []
    /// Why the token was not accepted, also where the route is open; for audit, log and metrics.
    package internal(set) var tokenFailure: TokenFailure?
    /// What each stage found, if asked for.
    package internal(set) var findings: [Finding]?

    /// What the shell learnt while the evaluation waited.
    var knowledge = Knowledge()

    struct Knowledge: Sendable {
        var hasAskedForKeys = false
        var limit: RemoteLimitOutcome?
        var resolvedTenant: Result<String?, Unavailable>?
        var tenantStatus: Result<TenantStatus, Unavailable>?
        var checks = CompiledRequirement.Answers()
    }

    /// Something outside that a decision needs did not answer.
    struct Unavailable: Error {}

    /// The same request from the start, with the findings of every stage kept.
    package var explained: Evaluation {
        Evaluation(facts: self.facts, policy: self.policy, isExplained: true)
    }

    /// Notes what a stage found; the text is made only when somebody asked for it.
    mutating func note(_ stage: GateStage, _ text: @autoclosure () -> String) {
        if self.findings != nil { self.findings?.append(Finding(stage: stage, text: text())) }
    }

    mutating func refuse(_ rejection: Rejection, at stage: GateStage, because reason: String) {
        guard self.refusal == nil else { return }
        self.refusal = Refusal(rejection: rejection, stage: stage, reason: reason)
        self.note(stage, "refused: \(reason)")
    }

    /// Refuses, whatever refusal stood before: a used-up limit is the answer even where the token was wrong, for it names no cause.
    mutating func overrule(_ rejection: Rejection, at stage: GateStage, because reason: String) {
        self.refusal = nil
        self.refuse(rejection, at: stage, because: reason)
    }
}

// Outside of the declaration, where the memberwise initialiser is at hand: assigned one by one, optional members are copied once more.
extension Evaluation {
    package init(facts: RequestFacts, policy: RoutePolicy, isExplained: Bool = false) {
        self.init(facts: facts, policy: policy, stage: .preflight, findings: isExplained ? [] : nil)
    }
}
