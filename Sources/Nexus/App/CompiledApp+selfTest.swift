import NIOHTTP1
import NexusAuth
import NexusCore

extension CompiledApp {
    /// Asks the gate about every route without a token, and refuses to start when one that is not public would be let pass.
    ///
    /// The requests go through the same opening and the same gate as those of a client; only the socket and the handler are left out.
    /// - Throws: ``NexusError`` naming the route.
    func selfTest() throws(NexusError) {
        for (index, compiled) in self.routes.enumerated() {
            guard case .restricted = compiled.route.access else { continue }
            let head = HTTPRequestHead(
                version: .http1_1,
                method: NIOHTTP1.HTTPMethod(rawValue: compiled.route.method.rawValue),
                uri: compiled.route.template.examplePath,
                headers: ["host": "self.test"]
            )
            // A limiter of its own: the test charges no caller's bucket.
            let exchange = self.open(head, peer: .unspecified, isTLS: false, now: self.time.now())
            let name = "\(compiled.route.method) \(compiled.route.template)"
            guard exchange.route?.policy.route == index else {
                throw NexusError("self-test: \(name) is shadowed by \(exchange.route?.route.template.description ?? "no route")")
            }
            if case .reject(let rejection) = self.gate.withoutLimits.decide(&exchange.evaluation, now: exchange.startedAt),
                rejection.status == 401
            {
                continue
            }
            throw NexusError("self-test: \(name) is not public, but the gate does not refuse a request without a token")
        }
    }
}

extension RouteTemplate {
    /// A path that the template matches.
    fileprivate var examplePath: String {
        let segments = self.segments.map { segment in
            switch segment {
            case .literal(let literal): literal
            case .parameter, .rest: "self-test"
            }
        }
        return "/" + segments.joined(separator: "/")
    }
}
