import Foundation
import Nexus
import NexusAuth
import Testing

@testable import NexusCommand

@Suite("The development set-up")
struct SetupTests {
    private static let secret = ["NEXUS_AUTH_JWT_SECRET": "q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T"]

    private static func configuration(_ environment: [String: String] = [:]) throws -> NexusConfiguration {
        try .development(filledBy: DevelopmentDefaults.yaml, environment: environment)
    }

    /// Makes the set-up in an empty folder, which is there for the time of the test: the key is read when it is used.
    private static func withSetup(
        _ environment: [String: String] = [:], host: String = "127.0.0.1", _ body: (Setup) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-setup-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = try Self.configuration(environment)
        configuration.options.apiHost = host
        try body(try Setup(development: configuration, in: DevelopmentFolder(path: folder.path)))
    }

    @Test func `everything is on, with a database of its own`() throws {
        try Self.withSetup { setup in
            let configuration = setup.configuration
            #expect(configuration.options.isDevelopment && configuration.options.enableMonitoring)
            #expect(configuration.rbac?.roles.map { $0.name } == ["admin", "editor", "viewer"])
            #expect(configuration.rbacDefaultRole == "viewer" && configuration.tenantIsolation?.adminRole == "admin")
            #expect(configuration.database == ".nexus/development.sqlite")
            #expect(configuration.database != NexusConfiguration().database)
            #expect(setup.hasDevelopmentKey && setup.isTrial)
        }
    }

    @Test func `demo accounts and printed tokens need the folder's own key and this machine alone`() throws {
        try Self.withSetup(Self.secret) { #expect(!$0.isTrial && !$0.hasDevelopmentKey) }
        try Self.withSetup(host: "0.0.0.0") { #expect(!$0.isTrial && $0.hasDevelopmentKey) }
    }

    @Test func `a configured key is no development key, whatever the stage`() throws {
        let yaml = "auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}}"
        let configuration = try NexusConfiguration.load(yaml: yaml, environment: ["NEXUS_ENV": "development"])
        #expect(configuration.options.isDevelopment)
        #expect(!Setup(configuration).hasDevelopmentKey && !Setup(configuration).isTrial)
    }

    @Test(arguments: [
        ("NEXUS_AUTH_TENANT_ISOLATION_ADMIN_ROLE", "editor"), ("NEXUS_AUTH_RBAC", "{chief: [\"*\"]}"),
        ("NEXUS_AUTH_RBAC_DEFAULT_ROLE", "editor"), ("NEXUS_AUTH_RBAC", "null"), ("NEXUS_AUTH_AUDIT_BACKEND", "database"),
        ("NEXUS_AUTH_RATE_LIMIT_BURST_SIZE", "1"), ("NEXUS_AUTH_JWT_ISSUER", "me"), ("NEXUS_AUTH_AUDIT_PATH", "null"),
    ])
    func `a single variable changes its key, and the rest stays filled in`(name: String, value: String) throws {
        try Self.withSetup([name: value]) { setup in
            #expect(setup.hasDevelopmentKey)
            let components = try setup.plugin()?.enabledComponents
            #expect(components?.contains("rate_limit") == true)
        }
    }

    @Test func `what a variable says stands beside what is filled in`() throws {
        let limits = try Self.configuration(["NEXUS_AUTH_RATE_LIMIT_BURST_SIZE": "1"]).rateLimit
        #expect(limits?.burstSize == 1)
        #expect(limits?.routeLimits.entries.map(\.pattern) == ["/api/chat/*", "/api/auth/login"])
        let audit = try Self.configuration(["NEXUS_AUTH_AUDIT_DURABILITY": "durable"]).audit
        #expect(audit?.durability == .durable && audit?.excludePaths == ["/healthz", "/readyz"] && audit?.path == ".nexus/audit.jsonl")
        #expect(try Self.configuration(["NEXUS_AUTH_AUDIT_BACKEND": "database"]).audit?.path == ".nexus/audit.sqlite")
        let tenants = try Self.configuration(["NEXUS_AUTH_TENANT_ISOLATION_JWT_CLAIM": "org"]).tenantIsolation
        #expect(tenants?.jwtClaim == "org" && tenants?.adminRole == "admin")
    }

    @Test func `roles of somebody's own have no default role of ours`() throws {
        let own = try Self.configuration(["NEXUS_AUTH_RBAC": "{chief: [\"*\"]}"])
        #expect(own.rbac == ["chief": ["*"]] && own.rbacDefaultRole == nil)
        let given = try Self.configuration(["NEXUS_AUTH_RBAC": "{chief: [\"*\"]}", "NEXUS_AUTH_RBAC_DEFAULT_ROLE": "chief"])
        #expect(given.rbacDefaultRole == "chief")
    }
}
