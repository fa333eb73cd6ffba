import HummingbirdCore
import NexusAuth
import NexusCore

extension MiddlewareShell {
    /// Bodies of a known length up to this one are recorded before they are sent, as the channel does with those it has at hand.
    static var largestWhole: Int { ConnectionHandler.largestWrite }

    /// Takes a request through the gate.
    func judge(
        _ exchange: Exchange, _ request: HummingbirdCore.Request, _ body: inout IncomingBody, _ arrival: Arrival
    ) async -> MiddlewareVerdict {
        do {
            while true {
                switch exchange.decide() {
                case .preflight: return .answered(.whole(exchange.preflightFields(), ResponseBody(), .answered))
                case .reject(let rejection): return .answered(exchange.rejected(rejection))
                case .wait(let wait):
                    var evaluation = exchange.evaluation
                    try await exchange.app.gate.learn(wait, for: &evaluation)
                    exchange.evaluation = evaluation
                case .admit: return try await self.admit(exchange, request, &body, arrival)
                }
            }
        } catch {
            return .answered(exchange.failed(error))
        }
    }

    private func admit(
        _ exchange: Exchange, _ request: HummingbirdCore.Request, _ body: inout IncomingBody, _ arrival: Arrival
    ) async throws -> MiddlewareVerdict {
        switch exchange.fallback {
        case .reject(let rejection):
            guard self.passes(exchange, rejection) else { return .answered(exchange.rejected(rejection)) }
        case .options(let methods): return .answered(.whole(exchange.optionsFields(methods), ResponseBody(), .answered))
        case nil: break
        }
        guard body.declaredSize ?? 0 <= body.limit else { throw Rejection.payloadTooLarge }
        if let route = exchange.route, !route.route.metadata.isAnsweredElsewhere {
            return .answered(try await exchange.run(route.route.handler, try await body.collect(request)))
        }
        guard exchange.agrees(withEndpoint: arrival.endpoint), let context = exchange.requestContext() else {
            throw RequestError("the app's router matched \(arrival.endpoint ?? "nothing"), which is not the route that was decided about")
        }
        return .admitted(try await body.admit(request, of: exchange), context)
    }

    /// Whether a request that no declaration is there for goes on to the app behind: where its path is exempt, or where that was asked for.
    private func passes(_ exchange: Exchange, _ rejection: Rejection) -> Bool {
        guard rejection.status == 404 || rejection.status == 405, let target = exchange.target, exchange.hasPlainPath else { return false }
        if exchange.app.exemptPaths.contains(where: { $0.matches(path: target.path) }) { return true }
        // A path may be open for one method: that says nothing about the others.
        return self.passesUndeclared && (exchange.evaluation.principal != nil || exchange.app.gate.verifier == nil)
    }
}
