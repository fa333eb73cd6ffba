package import NexusCore

extension Gate {
    /// Charges a CORS preflight to its address, in a bucket of its own: who may ask without a token must not ask without end, and must
    /// not use up what is meant for requests.
    /// - Returns: ``Verdict/preflight``, or the refusal.
    package func chargePreflight(_ evaluation: inout Evaluation, now: Moment) -> Verdict {
        guard let limiter = self.limiter, let index = limiter.preflightRule,
            case .decided(let decision) = limiter.take(rule: index, subject: .address(evaluation.facts.clientAddress), now: now),
            !decision.isAllowed
        else { return .preflight }
        let rule = limiter.rules[index]
        guard !rule.isShadow else {
            evaluation.shadowed.append("limit \(rule.name)")
            return .preflight
        }
        let rejection = Rejection.rateLimited(retryAfter: decision.retryAfterSeconds)
        evaluation.limit = Evaluation.AppliedLimit(ruleIndex: index, rule: rule, decision: decision, isDegraded: false)
        evaluation.refuse(rejection, at: .preflight, because: rule.usedUp)
        evaluation.stage = nil
        return .reject(rejection)
    }
}
