import NexusAuth

extension ValueFormat<RBACConfig> {
    /// Roles by name: a list of permissions, or an object.
    static var roles: Self {
        ValueFormat(name: "roles: name -> list of permissions, or {permissions, inherits, deny, description}", shape: .structure) {
            written throws(ValueFailure) in
            var roles: [(name: String, role: Role)] = []
            for member in try written.members("roles") {
                do throws(ValueFailure) {
                    roles.append((member.key, try Role(member.value)))
                } catch {
                    throw error.below(member.key, line: member.line)
                }
            }
            return RBACConfig(roles)
        } show: { rbac in
            "{\(rbac.roles.map { "\($0.name): [\($0.role.permissions.joined(separator: ", "))]" }.joined(separator: ", "))}"
        }
    }
}

extension Role {
    fileprivate init(_ node: YAMLNode) throws(ValueFailure) {
        self.init(permissions: [])
        if case .list = node {
            self.permissions = try ValueFormat<[String]>.list.read(WrittenValue(node))
        } else {
            guard case .mapping = node else {
                throw ValueFailure("expected a list of permissions, or {permissions, inherits, deny, description}, found \(node.kind)")
            }
            try OptionTable.role.read(node, into: &self)
        }
    }
}

extension ValueFormat<RouteLimitTable> {
    /// Limits by route pattern; `null` switches a limit off.
    static var routeLimits: Self {
        ValueFormat(
            name: "limits: route pattern -> {requests_per_minute, burst_size, shadow, fail_open}, or null for no limit", shape: .structure
        ) { written throws(ValueFailure) in
            var entries: [RouteLimitTable.Entry] = []
            for member in try written.members("route patterns") {
                do throws(ValueFailure) {
                    entries.append(.init(pattern: member.key, limit: try RouteLimit.read(member.value)))
                } catch {
                    throw error.below(member.key, line: member.line)
                }
            }
            return RouteLimitTable(entries)
        } show: { table in
            let lines = table.entries.map { "\($0.pattern): \($0.limit.map { "\($0.requestsPerMinute)/min + \($0.burstSize)" } ?? "null")" }
            return "{\(lines.joined(separator: ", "))}"
        }
    }
}

extension RouteLimit {
    /// Reads a limit; nothing for `null`.
    fileprivate static func read(_ node: YAMLNode) throws(ValueFailure) -> RouteLimit? {
        if case .null = node { return nil }
        guard case .mapping = node else { throw ValueFailure("expected {requests_per_minute, …} or null, found \(node.kind)") }
        var limit = RouteLimit(requestsPerMinute: 0)
        try OptionTable.routeLimit.read(node, into: &limit)
        guard limit.requestsPerMinute > 0 else { throw ValueFailure("needs requests_per_minute") }
        return limit
    }
}

extension ValueFormat<[TrustedIssuer]> {
    /// Further issuers, an object each.
    static var issuers: Self {
        ValueFormat(
            name: "a list of issuers: {issuer, algorithms, secret, public_key, jwks_url, discovery, audience, claims}", shape: .structure
        ) { written throws(ValueFailure) in
            let elements: [YAMLNode]
            switch written {
            case .tree(.list(let nodes, _)): elements = nodes
            case .list(let texts) where texts.isEmpty: elements = []
            default: throw .expected("a list of issuers with keys below each", found: written, isSecret: true)
            }
            var issuers: [TrustedIssuer] = []
            for (index, node) in elements.enumerated() {
                var issuer = TrustedIssuer(issuer: AcceptedValues([String]()))
                do throws(ValueFailure) {
                    try OptionTable.issuer.read(node, into: &issuer)
                    guard !issuer.issuer.values.isEmpty else { throw ValueFailure("needs issuer") }
                } catch {
                    throw error.below("[\(index)]", line: node.line)
                }
                issuers.append(issuer)
            }
            return issuers
        } show: { issuers in
            "[\(issuers.flatMap(\.issuer.values).joined(separator: ", "))]"
        }
    }
}

extension WrittenValue {
    /// The members of a mapping whose keys the operator names.
    fileprivate func members(_ names: String) throws(ValueFailure) -> [YAMLNode.Member] {
        guard case .tree(.mapping(let members, _)) = self else { throw .expected("\(names) with values", found: self) }
        return members
    }
}
