import Nexus
import NexusAuth
import NexusCore
import Testing

@Suite("Specification 14: presets")
struct S14PresetTests {
    static func apps() -> (saas: Nexus, enterprise: Nexus) {
        let saas = Nexus(preset: .saas)
        let enterprise = Nexus(preset: .enterprise)
        return (saas, enterprise)
    }

    private static let environment = ["NEXUS_AUTH_JWT_SECRET": SpecificationEnvironment.secret]

    @Test("a preset without credentials does not start, and says what it needs")
    func credentialsAreNeeded() throws {
        for app in [Self.apps().saas, Self.apps().enterprise] {
            let error = #expect(throws: ConfigurationError.self) { try app.inspect() }
            #expect(error?.description.contains("NEXUS_AUTH_JWT_SECRET") == true)
        }
    }

    @Test("with credentials each preset installs its parts")
    func partsAreInstalled() throws {
        let saas = try NexusConfiguration.forPreset(.saas, environment: Self.environment)
        #expect(try saas.plugin()?.enabledComponents == ["audit", "jwt", "tenant_isolation", "rbac"])
        #expect(saas.options.enableMonitoring)

        let enterprise = try NexusConfiguration.forPreset(.enterprise, environment: Self.environment)
        #expect(try enterprise.plugin()?.enabledComponents == ["audit", "jwt", "tenant_isolation", "rate_limit", "rbac"])
        #expect(enterprise.audit?.durability == .durable)
    }
}
