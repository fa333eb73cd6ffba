package import NexusCore

/// Decides about requests: one order of stages, proven by test, for every way in.
///
/// Pure and synchronous. What it cannot know yet (a key set that was never loaded, a decision of Redis, a look-up of a tenant) it
/// names in ``Verdict/wait(_:)``; the shell does the waiting, tells the evaluation, and asks again. A refusal by the token or the tenant
/// stage stands until the limits have been charged, so that no failed request is free. A decision, once made, is repeated and charges nobody.
package final class Gate: Sendable {
    /// What the gate says about a request.
    package enum Verdict: Sendable {
        /// Answer the CORS preflight.
        case preflight
        /// Run the handler.
        case admit
        /// Answer with an error.
        case reject(Rejection)
        /// Learn something first, then ask again.
        case wait(Wait)
    }

    package let verifier: TokenVerifier?
    let extraction: TokenExtraction
    let tenancy: TenantStage?
    package let limiter: Limiter?
    /// Whom every request is taken to come from; only for explaining.
    let assumedPrincipal: Principal?

    /// Creates a gate.
    /// - Parameters:
    ///   - verifier: Verifies tokens; nothing when the app has no authentication.
    ///   - extraction: Where tokens are looked for.
    ///   - tenancy: Decides about tenants; nothing when they are not isolated.
    ///   - limiter: Counts; nothing when nothing is limited.
    package convenience init(verifier: TokenVerifier?, extraction: TokenExtraction, tenancy: TenantStage?, limiter: Limiter?) {
        self.init(verifier: verifier, extraction: extraction, tenancy: tenancy, limiter: limiter, assumedPrincipal: nil)
    }

    private init(
        verifier: TokenVerifier?, extraction: TokenExtraction, tenancy: TenantStage?, limiter: Limiter?, assumedPrincipal: Principal?
    ) {
        self.verifier = verifier
        self.extraction = extraction
        self.tenancy = tenancy
        self.limiter = limiter
        self.assumedPrincipal = assumedPrincipal
    }

    /// The same gate without limits, for looking at decisions without charging anybody.
    package var withoutLimits: Gate {
        Gate(
            verifier: self.verifier, extraction: self.extraction, tenancy: self.tenancy, limiter: nil,
            assumedPrincipal: self.assumedPrincipal)
    }

    /// The same gate for an identity that needs no token, for explaining what it may do.
    package func assuming(_ principal: Principal) -> Gate {
        Gate(
            verifier: self.verifier, extraction: self.extraction, tenancy: self.tenancy, limiter: self.limiter,
            assumedPrincipal: principal)
    }

    /// What a stage says.
    enum Step {
        /// Go on to the next.
        case next
        /// Answer with the refusal that the evaluation holds.
        case refused
        /// Answer the CORS preflight.
        case preflight
        /// Stop here, and come back to the same stage.
        case wait(Wait)
    }

    /// Takes an evaluation as far as it goes.
    /// - Parameters:
    ///   - evaluation: The request so far.
    ///   - now: The moment the request is judged at.
    package func decide(_ evaluation: inout Evaluation, now: Moment) -> Verdict {
        while let stage = evaluation.stage {
            let step =
                switch stage {
                case .preflight: self.checkPreflight(&evaluation)
                case .addressLimit: self.checkAddressLimit(&evaluation, now)
                case .token: self.checkToken(&evaluation, now)
                case .tenant: self.checkTenant(&evaluation)
                case .identityLimit: self.checkIdentityLimit(&evaluation, now)
                case .requirement: self.checkRequirement(&evaluation)
                }
            switch step {
            case .next: evaluation.stage = stage.next
            case .refused: evaluation.stage = nil
            case .preflight: return .preflight
            case .wait(let wait): return .wait(wait)
            }
        }
        return evaluation.refusal.map { .reject($0.rejection) } ?? .admit
    }

    private func checkPreflight(_ evaluation: inout Evaluation) -> Step {
        guard evaluation.facts.isPreflight else {
            evaluation.note(.preflight, "not a preflight")
            return .next
        }
        evaluation.note(.preflight, "answered by the CORS policy")
        return .preflight
    }
}
