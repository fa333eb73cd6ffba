import NexusCore

extension Gate {
    /// Asks whether signatures are still checked for the address: not once too many of its tokens were wrong.
    /// - Returns: What to do without looking at the token, or nothing when it is looked at.
    func checkFailedTokenLimit(_ evaluation: inout Evaluation, _ now: Moment) -> Step? {
        guard let limiter = self.limiter, let index = limiter.failedTokensRule else { return nil }
        let address = evaluation.facts.clientAddress
        guard let decision = limiter.failedTokensLeft(for: address, now: now), !decision.isAllowed else { return nil }
        // A refusal takes nothing; it is counted.
        limiter.countFailedToken(from: address, now: now)
        let rule = limiter.rules[index]
        guard !rule.isShadow else {
            evaluation.shadowed.append("limit \(rule.name)")
            evaluation.note(.token, rule.usedUp + ", in shadow")
            return nil
        }
        guard case .restricted = evaluation.policy.access else {
            evaluation.note(.token, "not looked at: too many failed tokens from this address; the route is open")
            return .next
        }
        evaluation.limit = Evaluation.AppliedLimit(ruleIndex: index, rule: rule, decision: decision, isDegraded: false)
        evaluation.refuse(
            .rateLimited(retryAfter: decision.retryAfterSeconds), at: .token, because: "too many failed tokens from this address")
        return .refused
    }

    /// Charges a failure that cost a signature check or a look for its key to the address. What fails otherwise is cheap to refuse, or
    /// was signed by the issuer: an expired token must not keep its neighbours' out.
    func charge(_ failure: TokenFailure, _ evaluation: Evaluation, _ now: Moment) {
        guard failure.cause == .badSignature || failure.cause == .unknownKey else { return }
        // In shadow the limit that was used up has counted this token already.
        guard !evaluation.shadowed.contains("limit \(Limiter.failedTokensName)") else { return }
        self.limiter?.countFailedToken(from: evaluation.facts.clientAddress, now: now)
    }
}
