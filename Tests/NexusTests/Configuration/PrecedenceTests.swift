import Foundation
import NexusAuth
import NexusCore
import Testing

@testable import Nexus

@Suite("nexus.yaml: where values come from")
struct PrecedenceTests {
    /// A folder that is gone when the test ends.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "nexus-secrets-\(UUID().uuidString)")

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
            for (name, content) in files { try Data(content.utf8).write(to: self.url.appending(path: name)) }
        }

        deinit { try? FileManager.default.removeItem(at: self.url) }
    }

    private static func source(_ key: String, _ configuration: NexusConfiguration) -> ConfigurationSource? {
        configuration.summary().first { $0.key == key }?.source
    }

    @Test func theEnvironmentIsAboveTheSecretsDirectoryAboveTheFileAboveThePreset() throws {
        let folder = try Folder([
            "auth.jwt.secret": "from-folder\n", "auth.jwt.audience": "folder-api, other", "title": "folder", "unrelated": "x",
        ])
        let yaml = """
            preset: standard
            rate_limit: 7
            title: file
            auth: {jwt: {secret: from-file, audience: file-api, issuer: file-issuer}}
            """
        let environment = ["NEXUS_AUTH_JWT_SECRET": "from-environment", "NEXUS_API_PORT": "1234"]
        let configuration = try NexusConfiguration.load(yaml: yaml, environment: environment, secretsDirectory: folder.url.path)
        #expect(configuration.jwt?.secret == .value("from-environment"))
        #expect(configuration.jwt?.audience == ["folder-api", "other"])
        #expect(configuration.jwt?.issuer == "file-issuer")
        #expect(configuration.options.title == "folder")
        #expect(configuration.options.rateLimit == 7)
        #expect(configuration.options.enableMonitoring)
        #expect(configuration.options.apiPort == 1234)
        #expect(Self.source("auth.jwt.secret", configuration) == .environment)
        #expect(Self.source("auth.jwt.audience", configuration) == .secretFile)
        #expect(Self.source("auth.jwt.issuer", configuration) == .file)
        #expect(Self.source("enable_monitoring", configuration) == .preset)
        #expect(Self.source("api_host", configuration) == .builtIn)
    }

    @Test func aSecretFileHasNoReferencesAndMayBeALink() throws {
        let folder = try Folder(["real": "${NOT_A_REFERENCE}\n"])
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "auth.jwt.secret"), withDestinationURL: folder.url.appending(path: "real"))
        let configuration = try NexusConfiguration.load(yaml: "", environment: ["NEXUS_SECRETS_DIR": folder.url.path])
        #expect(configuration.jwt?.secret == .value("${NOT_A_REFERENCE}"))
    }

    @Test func aMisspeltSecretFileIsAWarning() throws {
        let folder = try Folder(["auth.audit.signing_kye": "x", "..data": "x", "auth.jwt.secret": String(repeating: "s", count: 48)])
        let configuration = try NexusConfiguration.load(yaml: "", environment: ["NEXUS_SECRETS_DIR": folder.url.path])
        #expect(
            configuration.warnings == ["secrets directory - nothing reads auth.audit.signing_kye; did you mean auth.audit.signing_key?"])
    }

    @Test func aMissingSecretsDirectoryIsAnError() throws {
        #expect(
            try problems(of: "", environment: ["NEXUS_SECRETS_DIR": "/nonexistent/secrets"])[0].hasPrefix("secrets directory: cannot read"))
    }

    @Test func everyScalarAndListCanComeFromTheEnvironment() throws {
        let full = try NexusConfiguration.load(yaml: FullConfiguration.yaml)
        var environment: [String: String] = [:]
        for option in OptionTable<NexusConfiguration>.configuration.options where option.shape != .structure {
            let shown = try #require(option.show(full))
            environment[option.environmentName] =
                option.isSecret ? "file:/\(option.key)" : shown.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        }
        environment["NEXUS_AUTH_RBAC"] = #"{"viewer": ["read:*"]}"#
        environment["NEXUS_AUTH_RATE_LIMIT_ROUTE_LIMITS"] = "{/a: {requests_per_minute: 3}, /b: null}"
        environment["NEXUS_AUTH_JWT_ISSUERS"] = "[{issuer: a, jwks_url: https://a.example}]"
        let configuration = try NexusConfiguration.load(yaml: "", environment: environment)
        for option in OptionTable<NexusConfiguration>.configuration.options where option.shape != .structure {
            #expect(option.show(configuration) == option.show(full), "\(option.key)")
            #expect(configuration.origins[option.key]?.source == .environment)
        }
        #expect(configuration.rbac == ["viewer": ["read:*"]])
        #expect(configuration.rateLimit?.routeLimits == ["/a": RouteLimit(requestsPerMinute: 3), "/b": nil])
        #expect(configuration.jwt?.issuers.first?.issuer == "a")
        #expect(configuration.warnings.isEmpty)
    }

    @Test func wrongVariablesAreNamed() throws {
        #expect(
            try problems(of: "api_port: 1", environment: ["NEXUS_API_PORT": "many"])
                == ["NEXUS_API_PORT - expected a whole number from 0 to 65535, found \"many\""])
        #expect(
            try problems(of: "", environment: ["NEXUS_ENABLE_MONITORING": "yes"])[0].hasPrefix("NEXUS_ENABLE_MONITORING - expected true"))
        #expect(
            try problems(of: "", environment: ["NEXUS_AUTH_JWT_SECRET": ""])
                == ["NEXUS_AUTH_JWT_SECRET - expected ${ENV_NAME}, file:PATH or a value, found an empty text"])
        #expect(try problems(of: "", environment: ["NEXUS_AUTH_RBAC": "{admin: "])[0].hasPrefix("NEXUS_AUTH_RBAC - line 2 is not YAML"))
    }

    @Test func unknownVariablesAreWarnedAbout() throws {
        let configuration = try NexusConfiguration.load(
            yaml: "",
            environment: [
                "NEXUS_AUTH_JWT_SECRET_KEY": "x", "NEXUS_API_PROT": "1", "NEXUS_CONFIG": "a", "NEXUS_ENV": "dev", "PATH": "/bin",
                "NEXUS_SERVICE_HOST": "10.0.0.1", "NEXUS_PORT": "tcp://10.0.0.1:80", "NEXUS_PORT_80_TCP": "tcp://10.0.0.1:80",
            ])
        #expect(
            configuration.warnings == [
                "NEXUS_API_PROT - nothing reads it; did you mean NEXUS_API_PORT?",
                "NEXUS_AUTH_JWT_SECRET_KEY - no such key; use secret, not secret_key",
            ])
    }

    @Test(arguments: ["", " ", "null", "~", "Null", "# none"])
    func `an empty structure in a variable takes nothing away`(text: String) throws {
        let yaml = """
            auth:
              jwt: {issuers: [{issuer: a, jwks_url: https://a.example, algorithms: [RS256]}]}
              rate_limit: {route_limits: {/a: {requests_per_minute: 3}}}
            """
        #expect(
            try problems(of: yaml, environment: ["NEXUS_AUTH_RATE_LIMIT_ROUTE_LIMITS": text])
                == ["NEXUS_AUTH_RATE_LIMIT_ROUTE_LIMITS - is empty; unset it, or write {} to have none"])
        #expect(
            try problems(of: yaml, environment: ["NEXUS_AUTH_JWT_ISSUERS": text])
                == ["NEXUS_AUTH_JWT_ISSUERS - is empty; unset it, or write [] to have none"])
        let none = ["NEXUS_AUTH_RATE_LIMIT_ROUTE_LIMITS": "{}", "NEXUS_AUTH_JWT_ISSUERS": "[]"]
        let configuration = try NexusConfiguration.load(yaml: yaml, environment: none)
        #expect(configuration.rateLimit?.routeLimits == [:] && configuration.jwt?.issuers.isEmpty == true)
    }

    @Test func `null in a variable takes roles away, and an empty text does not`() throws {
        let yaml = "auth: {jwt: {}, rbac: {a: []}}"
        #expect(try NexusConfiguration.load(yaml: yaml, environment: ["NEXUS_AUTH_RBAC": "null"]).rbac == nil)
        #expect(
            try problems(of: yaml, environment: ["NEXUS_AUTH_RBAC": ""])
                == ["NEXUS_AUTH_RBAC - is empty; unset it, or write {} to have none"])
    }

    @Test func `an empty list in a variable or a secret's file is written`() throws {
        let yaml = "auth: {audit: {redact_fields: [pin]}}"
        let variable = "NEXUS_AUTH_AUDIT_REDACT_FIELDS"
        #expect(
            try problems(of: yaml, environment: [variable: ""]) == ["\(variable) - the list has an empty text; an empty list is []"])
        #expect(try NexusConfiguration.load(yaml: yaml, environment: [variable: "[]"]).audit?.redactFields == [])
        let empty = try Folder(["auth.audit.redact_fields": ""])
        #expect(throws: ConfigurationError.self) { try NexusConfiguration.load(yaml: yaml, secretsDirectory: empty.url.path) }
        let written = try Folder(["auth.audit.redact_fields": "[]"])
        #expect(try NexusConfiguration.load(yaml: yaml, secretsDirectory: written.url.path).audit?.redactFields == [])
        #expect(try NexusConfiguration.load(yaml: "auth: {audit: {redact_fields: []}}").audit?.redactFields == [])
    }

    @Test func `what Kubernetes says about services is no port`() throws {
        let configuration = try NexusConfiguration.load(
            yaml: "management_port: 9000",
            environment: [
                "NEXUS_API_PORT": "tcp://10.0.0.1:80", "NEXUS_MANAGEMENT_PORT": "tcp://10.0.0.2:9000",
                "NEXUS_API_PORT_80_TCP_ADDR": "10.0.0.1", "NEXUS_API_SERVICE_HOST": "10.0.0.1",
            ])
        #expect(configuration.options.apiPort == 8000 && configuration.options.managementPort == 9000)
        #expect(
            configuration.warnings == [
                "NEXUS_API_PORT - is what Kubernetes says about a service nexus-api, and is ignored; set enableServiceLinks: false",
                "NEXUS_MANAGEMENT_PORT - is what Kubernetes says about a service nexus-management, and is ignored; "
                    + "set enableServiceLinks: false",
            ])
    }

    @Test(arguments: [("production", false), ("prod", false), ("development", true), ("dev", true), (nil, false), ("", false)])
    func developmentIsAskedFor(name: String?, isDevelopment: Bool) throws {
        let environment = name.map { ["NEXUS_ENV": $0] } ?? [:]
        #expect(try NexusConfiguration.load(yaml: "", environment: environment).options.isDevelopment == isDevelopment)
    }

    @Test func aMistypedStageIsAnError() throws {
        #expect(
            try problems(of: "", environment: ["NEXUS_ENV": "prodution"])
                == ["NEXUS_ENV - expected production or development, found \"prodution\"; did you mean production?"])
    }

    @Test func filesAreReadAndTheirErrorsAreNamed() throws {
        let folder = try Folder(["nexus.yaml": "api_port: 8123\n", "bad.yaml": "a: [\n"])
        #expect(try NexusConfiguration.load(file: folder.url.appending(path: "nexus.yaml").path, environment: [:]).options.apiPort == 8123)
        try Data([0x61, 0x3A, 0x20, 0xFF]).write(to: folder.url.appending(path: "latin.yaml"))
        try Data(repeating: 0x20, count: YAMLBounds.maximumSize + 1).write(to: folder.url.appending(path: "large.yaml"))
        for (name, reason) in [
            ("bad.yaml", "is not YAML"), ("latin.yaml", "is not UTF-8"), ("large.yaml", "is larger than 1048576 bytes"),
            ("missing.yaml", "cannot be read"),
        ] {
            let path = folder.url.appending(path: name).path
            let error = #expect(throws: ConfigurationError.self) { try NexusConfiguration.load(file: path, environment: [:]) }
            let problem = try #require(error?.problems.first)
            #expect(problem.hasPrefix(path) && problem.contains(reason), "\(problem)")
        }
        #expect(try NexusConfiguration.load(file: nil, environment: [:]).options.apiPort == 8000)
    }

    @Test func theSummaryShowsNoSecret() throws {
        let configuration = try NexusConfiguration.load(
            yaml: "auth: {jwt: {secret: \(String.strongSecret)}, rate_limit: {redis_url: \"redis://u:\(String.strongSecret)@h\"}}")
        let summary = configuration.summary()
        #expect(summary.contains { $0.key == "auth.jwt.secret" && $0.value == "(set)" && $0.source == .file })
        #expect(!summary.contains { $0.value.contains(String.strongSecret) })
        #expect(!summary.contains { $0.key.hasPrefix("auth.audit") || $0.key.hasPrefix("cors_") })
        #expect(summary.contains { $0.key == "auth.jwt.leeway" && $0.value == "0s" && $0.source == .builtIn })
    }
}
