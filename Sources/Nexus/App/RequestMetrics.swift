import NexusAuth
import NexusCore

/// What is counted about every request: the HTTP metrics, and the gate's decisions by stage and cause.
final class RequestMetrics: Sendable {
    let http: HTTPMetrics
    let decisions: CounterVector

    /// The causes of refusals: codes of errors, and for tokens the check that failed.
    private static let causes: [String] =
        [
            ErrorCode.missingToken, .tenantRequired, .tenantForbidden, .forbidden, .rateLimited, .unavailable, .notFound, .methodNotAllowed,
        ].map(\.rawValue) + TokenFailure.Cause.allCases.map(\.rawValue) + ["other"]
    private static let stages = GateStage.allCases.map(\.rawValue) + ["route"]
    private static let causeIndex = Dictionary(uniqueKeysWithValues: causes.enumerated().map { ($1, $0) })
    private static let stageIndex = Dictionary(uniqueKeysWithValues: GateStage.allCases.enumerated().map { ($1, $0) })

    init(templates: [String]) {
        self.http = HTTPMetrics(routes: templates)
        let refusals = Self.stages.flatMap { stage in Self.causes.map { (stage: stage, outcome: "refused", cause: $0) } }
        self.decisions = .gateDecisions([("requirement", "admitted", "none"), ("preflight", "answered", "none")] + refusals)
    }

    /// Counts what the gate said about a request.
    func count(_ exchange: Exchange, _ ending: Exchange.Ending) {
        switch ending {
        case .handled, .failed, .cancelled: self.decisions.increment(0)
        case .answered: self.decisions.increment(1)
        case .rejected(let rejection):
            let refusedAt = exchange.evaluation.refusal?.stage
            let stage = refusedAt.flatMap { Self.stageIndex[$0] } ?? Self.stages.count - 1
            let cause =
                if refusedAt == .token, let failure = exchange.evaluation.tokenFailure {
                    failure.cause.rawValue
                } else {
                    rejection.code.rawValue
                }
            self.decisions.increment(2 + stage * Self.causes.count + (Self.causeIndex[cause] ?? Self.causes.count - 1))
        }
    }
}
