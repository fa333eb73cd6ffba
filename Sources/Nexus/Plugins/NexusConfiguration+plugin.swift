import NexusAuth

extension NexusConfiguration {
    /// The plugin that the `auth` section and the preset stand for, or nothing where neither says anything about it.
    /// - Throws: ``NexusError`` when a part needs another one, or cannot be compiled.
    public func plugin() throws(NexusError) -> NexusAuthPlugin? {
        guard self.jwt != nil || self.rbac != nil || self.rateLimit != nil || self.tenantIsolation != nil || self.audit != nil else {
            return nil
        }
        return try NexusAuthPlugin(
            jwt: self.jwt,
            rbac: self.rbac,
            rbacDefaultRole: self.rbacDefaultRole,
            rateLimit: self.rateLimit,
            tenantIsolation: self.tenantIsolation,
            audit: self.audit ?? AuditConfig()
        )
    }
}
