import NexusCore

extension Gate {
    func checkToken(_ evaluation: inout Evaluation, _ now: Moment) -> Step {
        if let assumed = self.assumedPrincipal {
            evaluation.principal = assumed
            evaluation.note(.token, "assumed: roles \(assumed.identity.roles.joined(separator: ", "))")
            return .next
        }
        guard let verifier = self.verifier else {
            evaluation.note(.token, "no authentication installed")
            if case .restricted = evaluation.policy.access {
                evaluation.refuse(.missingToken, at: .token, because: "no authentication installed")
            }
            return .next
        }
        let credential = self.extraction.extract(
            header: evaluation.facts.tokenHeader, cookies: evaluation.facts.cookies, query: evaluation.facts.query ?? "")
        switch credential {
        case .none:
            self.refuseAnonymous(&evaluation)
            return .next
        case .refused(let failure):
            return self.fail(failure, &evaluation, now)
        case .token(let token):
            return self.verify(token, verifier, &evaluation, now)
        }
    }

    private func verify(_ token: String, _ verifier: TokenVerifier, _ evaluation: inout Evaluation, _ now: Moment) -> Step {
        switch verifier.begin(token, now: now) {
        case .verified(let verified):
            return self.accept(verified, from: "cache", &evaluation)
        case .failed(let failure):
            return self.fail(failure, &evaluation, now)
        case .signaturePending(let pending):
            if let decision = self.limiter?.failedTokensLeft(for: evaluation.facts.clientAddress, now: now), !decision.isAllowed {
                return self.disregard(decision, &evaluation)
            }
            switch verifier.finish(pending, now: now) {
            case .success(let verified): return self.accept(verified, from: "signature", &evaluation)
            case .failure(let failure): return self.fail(failure, &evaluation, now)
            }
        case .keysUnavailable(let keys):
            guard case .restricted = evaluation.policy.access else {
                evaluation.note(.token, "the key set is away; the route is open")
                return .next
            }
            guard evaluation.knowledge.hasAskedForKeys else { return .wait(.keys(keys)) }
            evaluation.refuse(.unavailable(), at: .token, because: "the key set is away")
            return .next
        case .unknownKey(let keys, _):
            guard evaluation.knowledge.hasAskedForKeys else { return .wait(.keys(keys)) }
            return self.fail(TokenFailure(.unknownKey, "no key of that name"), &evaluation, now)
        }
    }

    /// A token that is not looked at, because too many from its address were not accepted.
    private func disregard(_ decision: LimitDecision, _ evaluation: inout Evaluation) -> Step {
        guard case .restricted = evaluation.policy.access else {
            evaluation.note(.token, "not looked at: too many failed tokens from this address; the route is open")
            return .next
        }
        evaluation.refuse(
            .rateLimited(retryAfter: decision.retryAfterSeconds), at: .token, because: "too many failed tokens from this address")
        return .refused
    }

    private func accept(_ verified: VerifiedToken, from source: String, _ evaluation: inout Evaluation) -> Step {
        evaluation.principal = verified.principal
        evaluation.note(.token, "verified (\(source)): user \(verified.principal.identity.userID)")
        return .next
    }

    /// A token that was not accepted: everyone's on an open route, nobody's on a restricted one; always counted against its address.
    private func fail(_ failure: TokenFailure, _ evaluation: inout Evaluation, _ now: Moment) -> Step {
        evaluation.tokenFailure = failure
        self.limiter?.countFailedToken(from: evaluation.facts.clientAddress, now: now)
        guard case .restricted = evaluation.policy.access else {
            evaluation.note(.token, "not accepted (\(failure.reason)); the route is open")
            return .next
        }
        evaluation.refuse(failure.rejection, at: .token, because: failure.reason)
        return .next
    }

    private func refuseAnonymous(_ evaluation: inout Evaluation) {
        switch evaluation.policy.access {
        case .open: evaluation.note(.token, "no token; the route is open")
        case .restricted: evaluation.refuse(.missingToken, at: .token, because: "no token")
        }
    }
}
