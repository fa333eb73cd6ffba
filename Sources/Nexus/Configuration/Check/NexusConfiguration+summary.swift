/// One line of the effective configuration.
package struct ConfigurationLine: Sendable, Hashable {
    /// The key.
    package let key: String
    /// The value as `nexus.yaml` would have it; `(set)` for a secret.
    package let value: String
    /// Where it comes from.
    package let source: ConfigurationSource
}

extension NexusConfiguration {
    /// Every key that has a value, with the place it comes from; the keys of parts that are not installed are left out. Shows no secret.
    package func summary() -> [ConfigurationLine] {
        OptionTable<NexusConfiguration>.configuration.options.compactMap { option in
            guard self.isInstalled(option.key), let value = option.show(self) else { return nil }
            return ConfigurationLine(key: option.key, value: value, source: self.origins[option.key]?.source ?? .builtIn)
        }
    }

    /// What the preset brought, as `nexus.yaml` would have it.
    package func presetStack() throws(ConfigurationError) -> PresetStack { try PresetStack(self.options.preset) }

    private func isInstalled(_ key: String) -> Bool {
        for (prefix, isThere) in [
            ("auth.jwt.", self.jwt != nil), ("auth.rbac", self.rbac != nil), ("auth.rate_limit.", self.rateLimit != nil),
            ("auth.tenant_isolation.", self.tenantIsolation != nil), ("auth.audit.", self.audit != nil),
            ("security_headers.", self.options.securityHeaders != nil), ("cors_", self.options.cors != nil),
            ("tls.", self.options.tls != nil),
        ] where key.hasPrefix(prefix) { return isThere }
        return true
    }
}
