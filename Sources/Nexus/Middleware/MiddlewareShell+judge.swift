import HummingbirdCore
import NexusAuth
import NexusCore

extension MiddlewareShell {
    /// Bodies of a known length up to this one are recorded before they are sent, as the channel does with those it has at hand.
    static var largestWhole: Int { ConnectionHandler.largestWrite }

    /// Takes a request through the gate as far as is known. Nothing in it waits.
    func judge(_ exchange: Exchange, _ body: IncomingBody, endpoint: String?) -> MiddlewareJudgement {
        switch exchange.decide() {
        case .preflight: return .settled(.answered(.whole(exchange.preflightFields(), ResponseBody(), .answered)))
        case .reject(let rejection): return .settled(.answered(exchange.rejected(rejection)))
        case .wait(let wait): return .wait(wait)
        case .admit: break
        }
        switch exchange.fallback {
        case .reject(let rejection):
            guard self.passes(exchange, rejection) else { return .settled(.answered(exchange.rejected(rejection))) }
        case .options(let methods): return .settled(.answered(.whole(exchange.optionsFields(methods), ResponseBody(), .answered)))
        case nil: break
        }
        guard body.declaredSize ?? 0 <= body.limit else { return .settled(.answered(exchange.rejected(.payloadTooLarge))) }
        if let route = exchange.route, !route.route.metadata.isAnsweredElsewhere { return .own(route.route.handler) }
        guard exchange.agrees(withEndpoint: endpoint), let context = exchange.requestContext() else {
            let error = RequestError(
                "the app's router matched \(endpoint ?? "nothing"), which is not the route that was decided about")
            return .settled(.answered(exchange.failed(error)))
        }
        return .settled(.admitted(context))
    }

    /// Waits for what a judgement needs, as often as it needs something.
    func settle(
        _ judgement: MiddlewareJudgement, _ exchange: Exchange, _ request: HummingbirdCore.Request, _ body: inout IncomingBody,
        endpoint: String?
    ) async -> MiddlewareVerdict {
        var judgement = judgement
        do {
            while true {
                switch judgement {
                case .settled(let verdict): return verdict
                case .own(let handler): return .answered(try await exchange.run(handler, try await body.collect(request)))
                case .wait(let wait):
                    var evaluation = exchange.evaluation
                    try await exchange.app.gate.learn(wait, for: &evaluation)
                    exchange.evaluation = evaluation
                    judgement = self.judge(exchange, body, endpoint: endpoint)
                }
            }
        } catch {
            return .answered(exchange.failed(error))
        }
    }

    /// Whether a request that no declaration is there for goes on to the app behind: where its path is exempt, or where that was asked for.
    private func passes(_ exchange: Exchange, _ rejection: Rejection) -> Bool {
        guard rejection.status == 404 || rejection.status == 405, let target = exchange.target, exchange.hasPlainPath else { return false }
        if exchange.app.exemptPaths.contains(where: { $0.matches(path: target.path) }) { return true }
        // A path may be open for one method: that says nothing about the others.
        return self.passesUndeclared && (exchange.evaluation.principal != nil || exchange.app.gate.verifier == nil)
    }
}
