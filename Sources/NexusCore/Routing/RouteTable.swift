/// All routes of an app, matched once per request.
///
/// Literal segments win over parameters, parameters over a rest, whatever the order of registration. Only the parameters of the
/// template that matched are captured.
package struct RouteTable: Sendable {
    /// Where a request leads.
    package enum Match: Sendable, Hashable {
        /// To a route; the values of its parameters in the template's order.
        case route(Int, parameters: [Substring])
        /// To a path that knows other methods.
        case methodNotAllowed([HTTPMethod])
        /// Nowhere.
        case notFound
    }

    private struct Node: Sendable {
        var literals: [ExactText: Int] = [:]
        var parameter: Int?
        var rest: Endpoint?
        var endpoint: Endpoint?
    }

    private struct Endpoint: Sendable {
        var routes: [(method: HTTPMethod, route: Int)] = []
        var parameterPositions: [Int]
        /// Whether the last parameter spans all the segments that are left.
        var takesRest: Bool

        func route(for method: HTTPMethod) -> Int? {
            self.routes.first { $0.method == method }?.route
                ?? (method == .head ? self.routes.first { $0.method == .get }?.route : nil)
        }

        var allowedMethods: [HTTPMethod] {
            let methods = self.routes.map(\.method)
            let implied: [HTTPMethod] = methods.contains(.get) && !methods.contains(.head) ? [.head] : []
            return methods + implied + (methods.contains(.options) ? [] : [.options])
        }
    }

    /// Most segments a path may have; a longer one matches nothing.
    package static let maximumSegments = 64

    private var nodes: [Node] = [Node()]
    /// Endpoints without parameters by their whole path: most requests need no walk.
    private var literalPaths = LiteralPaths<Endpoint>()

    /// Creates an empty table.
    package init() {}

    /// Adds a route.
    /// - Returns: Whether method and template were free; a taken place is left as it is.
    package mutating func insert(_ route: Int, method: HTTPMethod, template: RouteTemplate) -> Bool {
        var node = 0
        var positions: [Int] = []
        for (position, segment) in template.segments.enumerated() {
            switch segment {
            case .literal(let literal):
                node = self.child(of: node, along: \.literals[ExactText(literal)])
            case .parameter:
                positions.append(position)
                node = self.child(of: node, along: \.parameter)
            case .rest:
                positions.append(position)
                return self.register(route, method, positions, takesRest: true, at: \.[node].rest)
            }
        }
        guard self.register(route, method, positions, takesRest: false, at: \.[node].endpoint) else { return false }
        if positions.isEmpty, let endpoint = self.nodes[node].endpoint { self.literalPaths.set(endpoint, for: template.description) }
        return true
    }

    private mutating func child(of node: Int, along path: WritableKeyPath<Node, Int?>) -> Int {
        if let child = self.nodes[node][keyPath: path] { return child }
        self.nodes.append(Node())
        self.nodes[node][keyPath: path] = self.nodes.count - 1
        return self.nodes.count - 1
    }

    private mutating func register(
        _ route: Int, _ method: HTTPMethod, _ positions: [Int], takesRest: Bool, at path: WritableKeyPath<[Node], Endpoint?>
    ) -> Bool {
        var endpoint = self.nodes[keyPath: path] ?? Endpoint(parameterPositions: positions, takesRest: takesRest)
        guard !endpoint.routes.contains(where: { $0.method == method }) else { return false }
        endpoint.routes.append((method, route))
        self.nodes[keyPath: path] = endpoint
        return true
    }

    /// Finds the route of a request.
    /// - Parameters:
    ///   - path: A canonical path, as ``RequestTarget`` gives it.
    package func match(_ method: HTTPMethod, _ path: String) -> Match {
        if let endpoint = self.literalPaths[path], let route = endpoint.route(for: method) {
            return .route(route, parameters: [])
        }
        guard let segments = path.pathSegments(atMost: Self.maximumSegments) else { return .notFound }
        var allowed: [HTTPMethod] = []
        if let match = self.search(node: 0, depth: 0, segments, method, &allowed) { return match }
        return allowed.isEmpty ? .notFound : .methodNotAllowed(allowed)
    }

    /// Walks the most specific branch first. Paths that end at an endpoint without the method are remembered for `Allow`.
    private func search(node: Int, depth: Int, _ segments: [Substring], _ method: HTTPMethod, _ allowed: inout [HTTPMethod]) -> Match? {
        guard depth < segments.count else {
            return self.nodes[node].endpoint.flatMap { self.finish($0, segments, method, &allowed) }
        }
        if let next = self.nodes[node].literals[ExactText(segments[depth])],
            let match = self.search(node: next, depth: depth + 1, segments, method, &allowed)
        {
            return match
        }
        if let next = self.nodes[node].parameter, let match = self.search(node: next, depth: depth + 1, segments, method, &allowed) {
            return match
        }
        return self.nodes[node].rest.flatMap { self.finish($0, segments, method, &allowed) }
    }

    private func finish(
        _ endpoint: Endpoint, _ segments: [Substring], _ method: HTTPMethod, _ allowed: inout [HTTPMethod]
    ) -> Match? {
        guard let route = endpoint.route(for: method) else {
            for method in endpoint.allowedMethods where !allowed.contains(method) { allowed.append(method) }
            return nil
        }
        var parameters = endpoint.parameterPositions.map { segments[$0] }
        if endpoint.takesRest, let first = parameters.popLast(), let last = segments.last {
            parameters.append(first.base[first.startIndex..<last.endIndex])
        }
        return .route(route, parameters: parameters)
    }
}
