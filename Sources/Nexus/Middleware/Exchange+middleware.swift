import NIOCore
import NexusAuth
import NexusCore

extension Exchange {
    /// The request as handlers of another app see it: their server keeps the body, and the path may have no declaration here.
    var middlewareContext: RequestContext? {
        guard let target else { return nil }
        return RequestContext(
            head: self.head,
            target: target,
            body: ByteBuffer(),
            parameters: self.evaluation.facts.parameters,
            principal: self.evaluation.principal,
            tenant: self.evaluation.tenant,
            id: self.requestID,
            clientAddress: self.evaluation.facts.clientAddress,
            logger: self.app.logger,
            span: self.span
        )
    }

    /// Whether what another router matched is what the gate decided about. Two matchers that disagree are how gates are passed.
    /// - Parameter endpoint: Its template; nothing where it matched none, and no handler of its own will run.
    func agrees(withEndpoint endpoint: String?) -> Bool {
        guard let endpoint else { return true }
        if let route { return route.route.template.isMatched(asEndpoint: endpoint) }
        // Undeclared for the gate: then it must not be the place of a declaration either.
        guard case .route(let index, _) = self.app.table.match(self.evaluation.facts.method, endpoint) else { return true }
        return !self.app.routes[index].route.template.isMatched(asEndpoint: endpoint)
    }
}

extension RouteTemplate {
    /// Whether a template of another router stands for the same paths: literals are equal, and a parameter faces some pattern.
    func isMatched(asEndpoint endpoint: String) -> Bool {
        if self.description == endpoint { return true }
        let parts = endpoint.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count == self.segments.count else { return false }
        return zip(self.segments, parts).allSatisfy { segment, part in
            switch segment {
            case .literal(let literal): literal == part
            case .parameter: part != "**" && part.utf8.contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "*") }
            case .rest: part == "**"
            }
        }
    }
}
