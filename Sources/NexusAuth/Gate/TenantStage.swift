/// The tenant stage: the rule, and where tenants are looked up.
package final class TenantStage: Sendable {
    let rule: TenantRule
    let directory: (any TenantDirectory)?
    let resolver: TenantConfig.Resolver?

    /// Creates the stage.
    /// - Parameters:
    ///   - config: How tenants are isolated.
    ///   - adminRole: The bit of the admin role.
    package init(config: TenantConfig, adminRole: Int?) {
        self.rule = TenantRule(config: config, adminRole: adminRole)
        self.directory = config.directory
        self.resolver = config.resolver
    }
}
