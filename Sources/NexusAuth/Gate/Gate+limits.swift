import NexusCore

extension Gate {
    func checkAddressLimit(_ evaluation: inout Evaluation, _ now: Moment) -> Step {
        guard let limiter = self.limiter, let rule = limiter.addressRule else {
            evaluation.note(.addressLimit, "no address limit")
            return .next
        }
        let subject = LimitSubject.address(evaluation.facts.clientAddress)
        return self.charge(subject, rule: rule, limiter, at: .addressLimit, told: nil, &evaluation, now)
    }

    func checkIdentityLimit(_ evaluation: inout Evaluation, _ now: Moment) -> Step {
        if let limiter = self.limiter, let rule = evaluation.policy.limitRule {
            let subject =
                if let identity = evaluation.principal?.identity, !evaluation.policy.isLimitedByAddress {
                    LimitSubject.identity(issuer: identity.issuer, user: identity.userID, tenant: identity.tenantClaim)
                } else {
                    LimitSubject.address(evaluation.facts.clientAddress)
                }
            let step = self.charge(subject, rule: rule, limiter, at: .identityLimit, told: evaluation.knowledge.limit, &evaluation, now)
            guard case .next = step else { return step }
        } else {
            evaluation.note(.identityLimit, "not limited")
        }
        return evaluation.refusal == nil ? .next : .refused
    }

    private func charge(
        _ subject: LimitSubject, rule index: Int, _ limiter: Limiter, at stage: GateStage, told: RemoteLimitOutcome?,
        _ evaluation: inout Evaluation, _ now: Moment
    ) -> Step {
        let outcome: RemoteLimitOutcome
        if let told {
            outcome = told
        } else {
            switch limiter.take(rule: index, subject: subject, now: now) {
            case .decided(let decision): outcome = .decided(decision, isDegraded: false)
            case .remote(let request): return .wait(.limit(request))
            }
        }
        guard case .decided(let decision, let isDegraded) = outcome else {
            evaluation.overrule(.unavailable(), at: stage, because: "the limit store is away and the limit fails closed")
            return .refused
        }
        let rule = limiter.rules[index]
        evaluation.limit = Evaluation.AppliedLimit(ruleIndex: index, rule: rule, decision: decision, isDegraded: isDegraded)
        guard !decision.isAllowed else {
            evaluation.note(stage, "limit \(rule.name): \(decision.remaining) of \(rule.capacity) left\(isDegraded ? ", store away" : "")")
            return .next
        }
        guard !rule.isShadow else {
            evaluation.shadowed.append("limit \(rule.name)")
            evaluation.note(stage, rule.usedUp + ", in shadow")
            return .next
        }
        evaluation.overrule(
            .rateLimited(retryAfter: decision.retryAfterSeconds), at: stage,
            because: isDegraded ? rule.usedUp + ", counted here while the shared store is away" : rule.usedUp)
        return .refused
    }
}
