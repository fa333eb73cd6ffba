import NexusAuth
import NexusCore

extension NexusConfiguration {
    /// Checks every part as it will be compiled: follows references in secrets, reads keys, compiles roles, patterns and proxies. Fetches
    /// nothing.
    /// - Throws: ``ConfigurationError`` with every problem that was found.
    public func validate() throws(ConfigurationError) {
        var problems: [String] = []
        /// Errors that name their own option begin with it and a colon.
        func attempt(_ key: String? = nil, _ check: () throws -> Void) {
            do { try check() } catch { problems.append(key.map { ConfigurationError.line($0, "\(error)") } ?? "\(error)") }
        }
        func attemptPart(_ check: () throws -> Void) {
            do { try check() } catch { problems.append("auth.\(error)".replacing(": ", with: " - ", maxReplacements: 1)) }
        }
        attemptPart { try self.jwt?.validate() }
        attemptPart {
            _ = try self.jwt?.readingTenant(
                from: self.tenantIsolation?.jwtClaim, isGiven: self.origins["auth.tenant_isolation.jwt_claim"] != nil)
        }
        attemptPart { try self.rateLimit?.validate() }
        attemptPart { try self.audit?.validate() }
        if let rbac { attempt("auth.rbac") { _ = try AccessPolicy(rbac: rbac, defaultRole: self.rbacDefaultRole) } }
        attempt { try self.options.limits.validate() }
        attempt { _ = try TrustedProxies(parsing: self.options.trustedProxies) }
        attempt { _ = try self.options.cors.map { try CORSPolicy($0) } }
        for (key, patterns) in [
            ("auth.jwt.exempt_paths", self.jwt?.exemptPaths), ("auth.tenant_isolation.exclude_paths", self.tenantIsolation?.excludePaths),
        ] {
            for pattern in patterns ?? [] { attempt(key) { _ = try PathPattern(pattern) } }
        }
        for (key, reason) in self.idleOptions where !problems.contains(where: { $0.hasPrefix("\(key) ") }) {
            problems.append(ConfigurationError.line(self.place(of: key), reason))
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
    }
}
