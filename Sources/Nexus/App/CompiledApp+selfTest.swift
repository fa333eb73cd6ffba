import NIOHTTP1
import NexusAuth
import NexusCore

extension CompiledApp {
    /// Asks the gate about every route without a token, and refuses to start when one that is not public would be let pass.
    ///
    /// The requests go through the same opening and the same gate as those of a client; only the socket and the handler are left out.
    /// - Throws: ``NexusError`` naming the route.
    func selfTest() throws(NexusError) {
        let longest = self.routes.map(\.route.template.segments.count).max() ?? 0
        for (index, compiled) in self.routes.enumerated() {
            guard case .restricted = compiled.route.access else { continue }
            let name = "\(compiled.route.method) \(compiled.route.template)"
            // Rests of several lengths: the shorter ones may belong to routes that say more.
            let exchanges = (1...longest + 1).lazy.map { self.open(compiled.route, restLength: $0) }
            guard let exchange = exchanges.first(where: { $0.route?.policy.route == index }) else {
                throw NexusError("self-test: \(name) is shadowed by \(exchanges.first?.route?.route.template.description ?? "no route")")
            }
            // A limiter of its own: the test charges no caller's bucket.
            if case .reject(let rejection) = self.gate.withoutLimits.decide(&exchange.evaluation, now: exchange.startedAt),
                rejection.status == 401
            {
                continue
            }
            throw NexusError("self-test: \(name) is not public, but the gate does not refuse a request without a token")
        }
    }

    /// Opens a request for a route, of nobody.
    private func open(_ route: Route, restLength: Int) -> Exchange {
        let head = HTTPRequestHead(
            version: .http1_1,
            method: NIOHTTP1.HTTPMethod(rawValue: route.method.rawValue),
            uri: route.template.examplePath(restLength: restLength),
            headers: ["host": "self.test"]
        )
        return self.open(head, peer: .unspecified, isTLS: false, isTraced: false, now: self.time.now())
    }
}

extension RouteTemplate {
    /// A path that the template matches.
    /// - Parameter restLength: How many segments a rest has.
    fileprivate func examplePath(restLength: Int) -> String {
        let segments = self.segments.flatMap { segment in
            switch segment {
            case .literal(let literal): [literal]
            case .parameter: ["self-test"]
            case .rest: [String](repeating: "self-test", count: restLength)
            }
        }
        return "/" + segments.joined(separator: "/")
    }
}
