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
            return self.fail(failure, &evaluation)
        case .token(let token):
            return self.verify(token, verifier, &evaluation, now)
        }
    }

    private func verify(_ token: Substring, _ verifier: TokenVerifier, _ evaluation: inout Evaluation, _ now: Moment) -> Step {
        switch verifier.begin(token, now: now) {
        case .verified(let verified):
            return self.accept(verified, from: "cache", &evaluation)
        case .failed(let failure):
            self.charge(failure, evaluation, now)
            return self.fail(failure, &evaluation)
        case .signaturePending(let pending):
            if let step = self.checkFailedTokenLimit(&evaluation, now) { return step }
            switch verifier.finish(pending, now: now) {
            case .success(let verified): return self.accept(verified, from: "signature", &evaluation)
            case .failure(let failure):
                self.charge(failure, evaluation, now)
                return self.fail(failure, &evaluation)
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
            if case .restricted = evaluation.policy.access, !evaluation.knowledge.hasAskedForKeys { return .wait(.keys(keys)) }
            return self.doubt(&evaluation, now)
        case .unconfirmedKey:
            return self.doubt(&evaluation, now)
        }
    }

    private func accept(_ verified: VerifiedToken, from source: String, _ evaluation: inout Evaluation) -> Step {
        evaluation.principal = verified.principal
        evaluation.note(.token, "verified (\(source)): user \(verified.principal.identity.userID)")
        return .next
    }

    /// A token of a key that nobody knows yet, while its provider is away, slow or only just asked: it may be right.
    private func doubt(_ evaluation: inout Evaluation, _ now: Moment) -> Step {
        let failure = TokenFailure(.unknownKey, "no key of that name, and no newer keys to look in yet")
        self.charge(failure, evaluation, now)
        return self.fail(failure, answer: .unavailable(), &evaluation)
    }

    /// A token that was not accepted: everyone's on an open route, nobody's on a restricted one.
    private func fail(_ failure: TokenFailure, answer: Rejection? = nil, _ evaluation: inout Evaluation) -> Step {
        evaluation.tokenFailure = failure
        guard case .restricted = evaluation.policy.access else {
            evaluation.note(.token, "not accepted (\(failure.reason)); the route is open")
            return .next
        }
        evaluation.refuse(answer ?? failure.rejection, at: .token, because: failure.reason)
        return .next
    }

    private func refuseAnonymous(_ evaluation: inout Evaluation) {
        switch evaluation.policy.access {
        case .open: evaluation.note(.token, "no token; the route is open")
        case .restricted: evaluation.refuse(.missingToken, at: .token, because: "no token")
        }
    }
}
