import NIOHTTP1
import NexusAuth
import NexusCore

extension Nexus {
    /// Who a request is assumed to come from, for ``explain(_:_:as:)``.
    public enum Caller: Sendable {
        /// Nobody: no token.
        case anonymous
        /// The bearer of a token, which is verified as in a request.
        case token(String, tenantHeader: String?)
        /// An identity with these roles, of this tenant.
        case roles([String], tenant: String?)
    }

    /// Takes a request through every gate without running its handler, and says what each found.
    /// - Parameters:
    ///   - method: The method, in upper case.
    ///   - path: The request target.
    ///   - caller: Who it comes from.
    /// - Throws: ``NexusError`` when the app cannot be compiled.
    public func explain(_ method: String, _ path: String, as caller: Caller) async throws -> Explanation {
        let assembly = try self.assemble(isInspection: true)
        let app = assembly.runtime.current
        var headers: HTTPHeaders = ["host": "explain"]
        if case .token(let token, let tenant) = caller {
            headers.add(name: app.headerNames.token, value: "Bearer \(token)")
            if let tenant { headers.add(name: app.headerNames.tenant, value: tenant) }
        }
        let head = HTTPRequestHead(version: .http1_1, method: NIOHTTP1.HTTPMethod(rawValue: method), uri: path, headers: headers)
        let exchange = app.open(head, peer: .unspecified, isTLS: false, isTraced: false, now: self.time.now())
        var gate = app.gate
        if case .roles(let roles, let tenant) = caller {
            gate = gate.assuming(app.access.principal(for: Identity(userID: "(assumed)", roles: roles, tenantClaim: tenant)))
        }
        // Only a token needs keys; for it they are fetched as a running app would.
        let keySets = if case .token = caller { gate.verifier?.policy.keySets ?? [] } else { [RemoteKeySet]() }
        let explanation: Result<Explanation, any Error> = await withTaskGroup(of: Void.self) { group in
            for keys in keySets { group.addTask { await keys.run() } }
            defer { group.cancelAll() }
            do { return .success(try await self.explanation(of: exchange, by: gate)) } catch { return .failure(error) }
        }
        await assembly.components.shutdown(logger: self.logger)
        return try explanation.get()
    }

    private func explanation(of exchange: Exchange, by gate: Gate) async throws -> Explanation {
        var evaluation = exchange.evaluation.explained
        while true {
            switch gate.decide(&evaluation, now: self.time.now()) {
            case .wait(let wait): try await gate.learn(wait, for: &evaluation)
            case .admit:
                guard case .reject(let rejection)? = exchange.fallback else {
                    return Explanation(evaluation, outcome: "admitted", isAdmitted: true)
                }
                return Explanation(evaluation, outcome: "\(rejection.status) \(rejection.code)", isAdmitted: false)
            case .preflight: return Explanation(evaluation, outcome: "answered as a CORS preflight", isAdmitted: true)
            case .reject(let rejection):
                return Explanation(evaluation, outcome: "\(rejection.status) \(rejection.code)", isAdmitted: false)
            }
        }
    }
}

/// What each gate found about a request.
public struct Explanation: Sendable, CustomStringConvertible {
    /// Whether the handler would run.
    public let isAdmitted: Bool
    /// One line a gate, then the outcome.
    public let description: String

    init(_ evaluation: Evaluation, outcome: String, isAdmitted: Bool) {
        let findings = (evaluation.findings ?? []).map { finding in
            "\(finding.stage.rawValue)\(String(repeating: " ", count: max(1, 16 - finding.stage.rawValue.count)))\(finding.text)"
        }
        let route = "route           \(evaluation.policy.template ?? "none matches")"
        self.isAdmitted = isAdmitted
        self.description = ([route] + findings + ["=> \(outcome)"]).joined(separator: "\n")
    }
}
