import NexusAuth
import NexusCore

/// What is counted about every request: the HTTP metrics, and the gate's decisions by stage and cause.
final class RequestMetrics: Sendable {
    let http: HTTPMetrics
    let decisions: CounterVector

    /// The causes of refusals: codes of errors, and for tokens the check that failed.
    private static let codes: [ErrorCode] = [
        .missingToken, .tenantRequired, .tenantForbidden, .forbidden, .rateLimited, .unavailable, .notFound, .methodNotAllowed,
    ]
    private static let failures = TokenFailure.Cause.allCases
    private static let causes = codes.map(\.rawValue) + failures.map(\.rawValue) + ["other"]
    /// Why a request ended before the gate had decided about it.
    private static let interruptions = ["failed", "cancelled"]
    private static let gateStages = GateStage.allCases
    private static let stages = gateStages.map(\.rawValue) + ["route"]

    init(templates: [String]) {
        self.http = HTTPMetrics(routes: templates)
        let refusals = Self.stages.flatMap { stage in Self.causes.map { (stage: stage, outcome: "refused", cause: $0) } }
        let undecided = Self.gateStages.flatMap { stage in
            Self.interruptions.map { (stage: stage.rawValue, outcome: "undecided", cause: $0) }
        }
        self.decisions = .gateDecisions([("requirement", "admitted", "none"), ("preflight", "answered", "none")] + refusals + undecided)
    }

    /// Counts what the gate said about a request.
    func count(_ exchange: Exchange, _ ending: Exchange.Ending) {
        switch ending {
        case .handled: self.decisions.increment(0)
        case .failed: self.countEnd(exchange.evaluation, 0)
        case .cancelled: self.countEnd(exchange.evaluation, 1)
        case .answered: self.decisions.increment(1)
        case .rejected(let rejection):
            let refusedAt = exchange.evaluation.refusal?.stage
            let stage = refusedAt.flatMap { Self.gateStages.firstIndex(of: $0) } ?? Self.stages.count - 1
            let cause =
                if refusedAt == .token, let failure = exchange.evaluation.tokenFailure {
                    Self.failures.firstIndex(of: failure.cause).map { Self.codes.count + $0 }
                } else {
                    Self.codes.firstIndex(of: rejection.code)
                }
            self.decisions.increment(2 + stage * Self.causes.count + (cause ?? Self.causes.count - 1))
        }
    }

    /// Counts a request that ended without an answer of its handler: admitted where the gate was done with it.
    /// - Parameter interruption: The place of what ended it.
    private func countEnd(_ evaluation: Evaluation, _ interruption: Int) {
        guard let stage = evaluation.stage ?? evaluation.refusal?.stage else { return self.decisions.increment(0) }
        let refusals = Self.stages.count * Self.causes.count
        self.decisions.increment(2 + refusals + (Self.gateStages.firstIndex(of: stage) ?? 0) * Self.interruptions.count + interruption)
    }
}
