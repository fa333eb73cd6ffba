import NexusAuth
import NexusCore

extension NexusConfiguration {
    /// What its owner should know, errors first.
    /// - Parameter templates: The templates of the app's routes, to find patterns that match none of them; nothing to leave that out.
    public func findings(routes templates: [String]? = nil) -> [ConfigurationFinding] {
        var list = FindingList()
        self.findAboutTokens(&list)
        self.findAboutAccess(&list)
        self.findAboutLimits(&list)
        self.findAboutAudit(&list)
        self.findAboutEdge(&list)
        if let templates { self.findIdlePatterns(among: templates, &list) }
        return list.findings.enumerated()
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .map(\.element)
    }

    /// Refuses what must not go into production.
    /// - Throws: ``ConfigurationError`` with every finding that is an error.
    public func requireSound() throws(ConfigurationError) {
        let errors = self.findings().filter { $0.severity == .error }
        guard errors.isEmpty else { throw ConfigurationError(errors.map { ConfigurationError.line(self.place(of: $0.key), $0.message) }) }
    }

    /// What is a warning elsewhere and an error where `NEXUS_ENV` says production.
    var strict: ConfigurationFinding.Severity { self.stage == .production ? .error : .warning }

    private func findAboutAccess(_ list: inout FindingList) {
        list.add(.notice, "auth", "no token is verified: only public routes can be answered", if: self.jwt == nil)
        list.add(
            .notice, "auth.rbac", "the roles are the preset's: admin may do everything, user may read everything",
            if: self.origins["auth.rbac"]?.source == .preset)
        if let tenants = self.tenantIsolation {
            list.add(
                .warning, "auth.tenant_isolation.required",
                "false lets identities without a tenant in; what they may see is then up to each handler", if: !tenants.required)
            list.add(
                .notice, "auth.tenant_isolation.admin_role", "no role of auth.rbac is called \(tenants.adminRole)",
                if: tenants.allowAdminOverride && self.rbac.map { rbac in !rbac.roles.contains { $0.name == tenants.adminRole } } ?? false)
            self.findAboutPatterns(tenants.excludePaths, key: "auth.tenant_isolation.exclude_paths", what: "a tenant", in: &list)
        }
        if let name = self.rbacDefaultRole, let tenants = self.tenantIsolation, tenants.allowAdminOverride {
            list.add(
                .error, "auth.rbac_default_role",
                "\(name) holds the admin role \(tenants.adminRole): everybody whose token names no role may act for any tenant",
                if: self.rolesHeld(by: name).contains(tenants.adminRole))
        }
        for (name, role) in self.rbac?.roles ?? [] where self.rbacDefaultRole == name {
            list.add(
                .warning, "auth.rbac_default_role", "\(name) may do everything, and so may everybody whose token names no role",
                if: role.permissions.contains("*"))
        }
    }

    /// A role and all that it inherits, however often.
    private func rolesHeld(by name: String) -> Set<String> {
        let parents = Dictionary((self.rbac?.roles ?? []).map { ($0.name, $0.role.inherits) }) { first, _ in first }
        var held: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            if held.insert(next).inserted { open += parents[next] ?? [] }
        }
        return held
    }

    /// Patterns that let more through than their author may think.
    func findAboutPatterns(_ patterns: [String], key: String, what: String, in list: inout FindingList) {
        for pattern in patterns {
            list.add(.error, key, "\(pattern) takes every route out: nothing needs \(what)", if: pattern == "/*" || pattern == "*")
            let isWide = pattern.hasSuffix("/*") && pattern.split(separator: "/").count == 2
            list.add(.warning, key, "\(pattern) takes everything below one segment out; name the routes", if: isWide && pattern != "/*")
            list.add(
                .notice, key, "\(pattern) ends with a slash, and matches no route written without it",
                if: pattern.count > 1 && pattern.hasSuffix("/"))
        }
        for pattern in Set(patterns).sorted() {
            list.add(.notice, key, "\(pattern) is there twice", if: patterns.count { $0 == pattern } > 1)
        }
    }
}
