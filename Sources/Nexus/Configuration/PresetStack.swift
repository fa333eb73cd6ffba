/// What a preset installs: a `nexus.yaml` of its own, under everything that is configured.
package struct PresetStack: Sendable, Hashable {
    /// The preset.
    package let preset: Preset
    /// What it stands for, as `nexus.yaml` would have it.
    package let yaml: String
    /// Whether tokens must be configured.
    package let needsCredentials: Bool

    /// The stack of a preset.
    /// - Throws: ``ConfigurationError`` for a preset that does not exist.
    package init(_ preset: Preset) throws(ConfigurationError) {
        guard let stack = Self.all.first(where: { $0.preset == preset }) else {
            throw ConfigurationError(
                ConfigurationError.line("preset", "expected \(Preset.all.map(\.rawValue).joined(separator: ", ")), found \"\(preset)\""))
        }
        self = stack
    }

    private init(_ preset: Preset, needsCredentials: Bool = false, _ yaml: String) {
        self.preset = preset
        self.needsCredentials = needsCredentials
        self.yaml = yaml
    }

    /// Every preset's stack.
    package static let all: [PresetStack] = [
        PresetStack(.none, "security_headers: null"),
        PresetStack(.lightweight, ""),
        PresetStack(
            .standard,
            """
            rate_limit: 100
            enable_monitoring: true
            """),
        PresetStack(
            .saas, needsCredentials: true,
            """
            rate_limit: 100
            enable_monitoring: true
            auth:
              rbac: {admin: ["*"], user: ["read:*"]}
              tenant_isolation: {}
              audit: {}
            """),
        PresetStack(
            .enterprise, needsCredentials: true,
            """
            enable_monitoring: true
            auth:
              rbac: {admin: ["*"], user: ["read:*"]}
              rate_limit: {requests_per_minute: 100, burst_size: 20, failed_tokens_per_minute: 60}
              tenant_isolation: {}
              audit: {path: .nexus/audit.jsonl, durability: durable}
            """),
    ]

    /// The stack as a layer below the file.
    func layer() throws(ConfigurationError) -> ConfigurationLayer {
        do throws(YAMLReader.Failure) {
            return ConfigurationLayer(try YAMLReader.read(self.yaml), source: .preset, name: "preset \(self.preset)")
        } catch {
            throw ConfigurationError("preset \(self.preset): line \(error.line) \(error.reason)")
        }
    }

    /// What is missing where a preset that needs credentials has none.
    static func missingCredentials(_ preset: Preset) -> String {
        "preset \(preset) needs credentials; set NEXUS_AUTH_JWT_SECRET, NEXUS_AUTH_JWT_PUBLIC_KEY or NEXUS_AUTH_JWT_JWKS_URL, "
            + "or auth.jwt in nexus.yaml"
    }
}
