import Foundation
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@testable import Nexus

@Suite("Presets")
struct PresetTests {
    private static let credentials = ["NEXUS_AUTH_JWT_SECRET": String.strongSecret]

    private static func load(_ preset: Preset, _ yaml: String = "") throws -> NexusConfiguration {
        try NexusConfiguration.load(yaml: "preset: \(preset)\n\(yaml)", environment: Self.credentials)
    }

    @Test(arguments: Preset.all)
    func everyPresetIsAValidFile(preset: Preset) throws {
        let layer = try PresetStack(preset).layer()
        #expect(layer.problems.isEmpty)
        try Self.load(preset).validate()
    }

    @Test func smallOnesInstallNoAuth() throws {
        for preset in [Preset.none, .lightweight, .standard] {
            let configuration = try NexusConfiguration.load(yaml: "preset: \(preset)")
            #expect(!configuration.hasAuth)
            #expect(configuration.jwt == nil && configuration.rbac == nil && configuration.audit == nil)
            #expect(configuration.options.rateLimit == (preset == .standard ? 100 : nil))
            #expect(configuration.options.enableMonitoring == (preset == .standard))
        }
    }

    @Test func noneTakesTheSecurityHeadersAwayAndTheDefaultHasThem() throws {
        #expect(try NexusConfiguration.load(yaml: "").options.preset == .lightweight)
        for preset in Preset.all {
            #expect((try Self.load(preset).options.securityHeaders == nil) == (preset == .none), "\(preset)")
        }
        #expect(try Self.load(.none, "security_headers: {}").options.securityHeaders == SecurityHeaders())
        #expect(try Self.load(.none, "security_headers: {referrer_policy: origin}").options.securityHeaders?.referrerPolicy == "origin")
        #expect(try Self.load(.enterprise, "security_headers: null").options.securityHeaders == nil)
        #expect(
            try Self.load(.standard, "security_headers: {strict_transport_security: null}").options.securityHeaders != SecurityHeaders())
    }

    @Test func swiftAppsGetWhatTheTableSaysWithAPluginToo() throws {
        let auth = try NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .value(.strongSecret)))
        for preset in Preset.all {
            let options = try NexusConfiguration.options(Nexus(preset: preset).options, beside: auth, environment: [:])
            #expect((options.securityHeaders == nil) == (preset == .none), "\(preset)")
            #expect(options.enableMonitoring == ![.none, .lightweight].contains(preset), "\(preset)")
        }
        var own = Nexus(preset: .none).options
        own.securityHeaders?.referrerPolicy = "origin"
        #expect(try NexusConfiguration.options(own, beside: nil, environment: [:]).securityHeaders?.referrerPolicy == "origin")
        let limited = try NexusAuthPlugin(rateLimit: RateLimitConfig())
        #expect(try NexusConfiguration.options(Nexus(preset: .standard).options, beside: limited, environment: [:]).rateLimit == nil)
    }

    @Test(arguments: [(Preset.none, nil), (.lightweight, "DENY")])
    func answersFollowThePresetBeforeAndAfterAReload(preset: Preset, frameOptions: String?) async throws {
        let app = Nexus(preset: preset, apiPort: 0)
        app.get("/hello", .public) { _ in "hello" }
        try await TestServer.run(app) { server in
            #expect(try await server.get("/hello").header("X-Frame-Options") == frameOptions)
            try app.reload(options: app.options, auth: nil)
            #expect(try await server.get("/hello").header("X-Frame-Options") == frameOptions)
        }
    }

    @Test func `enterprise starts in an empty folder`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-preset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = try Self.load(.enterprise, "api_port: 0")
        let path = try #require(configuration.audit?.path)
        configuration.audit?.path = "\(folder.path)/\(path)"
        let app = Nexus(options: configuration.options)
        if let plugin = try configuration.plugin() { try app.addPlugin(plugin) }
        app.get("/hello", .public) { _ in "hello" }
        try await TestServer.run(app) { server in
            let answer = try await server.get("/hello")
            #expect(answer.status == 200)
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/.nexus/audit.jsonl"))
    }

    @Test func whatTheFileTakesFromThePresetStaysAway() async throws {
        let configuration = try NexusConfiguration.load(
            yaml: "preset: standard\nenable_monitoring: false\nsecurity_headers: null\napi_port: 0")
        let app = Nexus(options: configuration.options)
        #expect(try !app.inspect().templates.contains("/metrics"))
    }

    @Test func saasInstallsTokensRolesTenantsAndAudit() throws {
        let configuration = try Self.load(.saas)
        #expect(configuration.hasAuth)
        #expect(configuration.jwt?.secret == .value(.strongSecret))
        #expect(configuration.rbac == ["admin": ["*"], "user": ["read:*"]])
        #expect(configuration.tenantIsolation != nil && configuration.audit != nil)
        #expect(configuration.audit?.durability == .buffered)
        #expect(configuration.rateLimit == nil && configuration.options.rateLimit == 100)
    }

    @Test func enterpriseAddsLimitsAndADurableTrail() throws {
        let configuration = try Self.load(.enterprise)
        #expect(configuration.rateLimit?.requestsPerMinute == 100 && configuration.rateLimit?.failedTokensPerMinute == 60)
        #expect(configuration.options.rateLimit == nil)
        #expect(configuration.audit?.durability == .durable)
        #expect(configuration.audit?.path == ".nexus/audit.jsonl")
    }

    @Test(arguments: [Preset.saas, .enterprise])
    func theyNeedCredentialsAndNameThem(preset: Preset) throws {
        let found = try problems(of: "preset: \(preset)")
        #expect(found == [PresetStack.missingCredentials(preset)])
        for name in ["NEXUS_AUTH_JWT_SECRET", "NEXUS_AUTH_JWT_PUBLIC_KEY", "NEXUS_AUTH_JWT_JWKS_URL"] { #expect(found[0].contains(name)) }
    }

    @Test(arguments: ["NEXUS_AUTH_JWT_PUBLIC_KEY", "NEXUS_AUTH_JWT_JWKS_URL"])
    func publicKeysMeanRS256UnlessTheAlgorithmIsGiven(variable: String) throws {
        let environment = [variable: "https://auth.example.com/jwks.json"]
        #expect(try NexusConfiguration.load(yaml: "preset: saas", environment: environment).jwt?.algorithm == .rs256)
        let given = environment.merging(["NEXUS_AUTH_JWT_ALGORITHM": "ES256"]) { $1 }
        #expect(try NexusConfiguration.load(yaml: "preset: saas", environment: given).jwt?.algorithm == .es256)
        #expect(try NexusConfiguration.load(yaml: "", environment: environment).jwt?.algorithm == .hs256)
    }

    @Test func eachPartGivesWayToItsKey() throws {
        let configuration = try Self.load(
            .enterprise,
            """
            enable_monitoring: false
            auth:
              rbac: {chief: ["*"]}
              rate_limit: {burst_size: 0}
              tenant_isolation: null
              audit: {durability: buffered}
            """)
        #expect(!configuration.options.enableMonitoring)
        #expect(configuration.rbac == ["chief": ["*"]])
        #expect(configuration.rateLimit?.burstSize == 0 && configuration.rateLimit?.requestsPerMinute == 100)
        #expect(configuration.tenantIsolation == nil)
        #expect(configuration.audit?.durability == .buffered && configuration.audit?.path == ".nexus/audit.jsonl")
        let bare = try Self.load(.enterprise, "auth: {rbac: null, rate_limit: null}")
        #expect(bare.rbac == nil && bare.rateLimit == nil && bare.tenantIsolation != nil)
    }

    @Test func thePresetCanComeFromTheEnvironment() throws {
        let configuration = try NexusConfiguration.load(yaml: "preset: none", environment: ["NEXUS_PRESET": "standard"])
        #expect(configuration.options.preset == .standard && configuration.options.enableMonitoring)
    }

    @Test func theSaasLimitStepsAsideForThePluginsOwn() throws {
        #expect(try Self.load(.saas, "auth: {rate_limit: {}}").options.rateLimit == nil)
        #expect(try Self.load(.saas, "rate_limit: 50\nauth: {rate_limit: {}}").options.rateLimit == 50)
    }

    @Test func swiftAppsGetThePresetAndTheEnvironmentsAuth() throws {
        var options = NexusOptions()
        options.rateLimit = 1000
        options.apiPort = 9999
        let environment = Self.credentials.merging(
            ["NEXUS_API_PORT": "1", "NEXUS_AUTH_TENANT_ISOLATION_ADMIN_ROLE": "admin", "NEXUS_AUTH_RBAC": "{admin: [\"*\"]}"]) { $1 }
        let configuration = try NexusConfiguration.forPreset(.saas, options: options, environment: environment)
        #expect(configuration.options.preset == .saas)
        #expect(configuration.options.apiPort == 9999 && configuration.options.rateLimit == 1000 && configuration.options.enableMonitoring)
        #expect(configuration.rbac == ["admin": ["*"]])
        #expect(configuration.tenantIsolation?.adminRole == "admin")
        #expect(configuration.audit != nil)
        #expect(throws: ConfigurationError.self) { try NexusConfiguration.forPreset(.saas, environment: [:]) }
        #expect(throws: ConfigurationError.self) { try NexusConfiguration.forPreset(Preset(rawValue: "sass"), environment: [:]) }
        #expect(try NexusConfiguration.forPreset(.standard, environment: [:]).options.rateLimit == 100)
    }
}
