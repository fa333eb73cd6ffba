import NIOHTTP1
import NexusAuth
import NexusCore

extension Exchange {
    /// Whether what another router matched is what the gate decided about. Two matchers that disagree are how gates are passed.
    /// - Parameter endpoint: Its template; nothing where it matched none, and no handler of its own will run.
    func agrees(withEndpoint endpoint: String?) -> Bool {
        guard let endpoint else { return true }
        if let route, route.route.template.description == endpoint { return true }
        let parts = endpoint.split(separator: "/", omittingEmptySubsequences: true)
        if let route { return route.route.template.isMatched(asEndpoint: endpoint, parts) }
        // Undeclared for the gate: then it must not be the place of any declaration either, however the path was spelled.
        let method = self.evaluation.facts.method
        return !self.app.routes.contains { declared in
            (declared.route.method == method || method == .head && declared.route.method == .get)
                && declared.route.template.isMatched(asEndpoint: endpoint, parts)
        }
    }

    /// Whether the path stands in the request as the gate read it: routers that do not decode see the same one.
    var hasPlainPath: Bool {
        guard let target else { return false }
        let sent = self.head.uri.utf8.prefix { $0 != UInt8(ascii: "?") }
        let path = target.path.utf8
        return sent.elementsEqual(path) || sent.last == UInt8(ascii: "/") && sent.dropLast().elementsEqual(path)
    }
}

extension RouteTemplate {
    /// Whether a template of another router stands for the same paths: literals are equal, and a parameter faces a parameter.
    func isMatched(asEndpoint endpoint: String, _ parts: [Substring]) -> Bool {
        if self.description == endpoint { return true }
        guard parts.count == self.segments.count else { return false }
        return zip(self.segments, parts).allSatisfy { segment, part in
            switch segment {
            case .literal(let literal): literal == part
            case .parameter: part == "*" || part.isWholeParameter
            case .rest: part == "**"
            }
        }
    }
}

extension Substring {
    /// Whether a segment is a parameter from end to end, not with text around it.
    fileprivate var isWholeParameter: Bool {
        self.hasPrefix("{") && self.hasSuffix("}") && self.utf8.count { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") } == 2
    }
}
