import NexusAuth
import Testing

@testable import Nexus

@Suite("nexus.yaml: problems that are logged")
struct RedactedProblemsTests {
    private static let redactor = Redactor()

    private func expectUnchanged(_ problems: [String]) {
        #expect(!problems.isEmpty)
        for problem in problems { #expect(Self.redactor.text(problem) == problem) }
    }

    @Test("the fix of every common mistake can be read in a log", arguments: Gotchas.keys)
    func gotchas(key: String) throws {
        let names = key.split(separator: ".")
        let yaml =
            names.dropLast().map { "\($0): {" }.joined() + "\(names[names.count - 1]): x" + String(repeating: "}", count: names.count - 1)
        let found = try problems(of: yaml)
        #expect(found.contains { $0.contains(Gotchas.fix(for: key) ?? "?") }, "\(found)")
        self.expectUnchanged(found)
        let variable = "NEXUS_" + key.uppercased().replacing(".", with: "_")
        self.expectUnchanged(try NexusConfiguration.load(yaml: "", environment: [variable: "x"]).warnings)
    }

    @Test(
        "and so can everything else that keeps a configuration from loading",
        arguments: [
            "auth: {jwt: {secret: [a]}}", "auth: {jwt: {secret: \"\"}}", "auth: {jwt: {issuers: [{secret: [a]}]}}", "auth: {rbac: {a: []}}",
            "auth: {tenant_isolation: {}}", "auth: {audit: {signing_key: {a: b}}}", "auth: {jwt: {token_header: []}}", "preset: saas",
            "tls: {certificate: a}", "auth: on", "auth: {rbac_default_role: x}", "auth: {audit: {retention_count: 3}}",
        ])
    func loading(yaml: String) throws {
        self.expectUnchanged(try problems(of: yaml))
    }

    @Test(
        "or from being used",
        arguments: [
            "auth: {jwt: {secret: short}}", "auth: {jwt: {algorithm: RS256}}", "auth: {audit: {signing_key: abc}}",
            "auth: {audit: {backend: database}}", "auth: {jwt: {secret: q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T}, rbac: {a: [\"*x\"]}}",
            "auth: {jwt: {issuers: [{issuer: a, algorithms: [HS256], secret: short}]}}",
            "auth: {jwt: {secret: file:/absent/client_secret}}",
            "auth: {jwt: {algorithm: RS256, public_key: file:/absent/token}}", "auth: {jwt: {secret: \"file:/\"}}",
            "auth: {jwt: {secret: \"${NO_SUCH_SECRET}\"}}", "auth: {jwt: {secret: file:/dev/null}}",
            "auth: {audit: {signing_key: file:/absent/signing-key}}",
        ])
    func using(yaml: String) throws {
        let configuration = try NexusConfiguration.load(yaml: yaml)
        let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
        self.expectUnchanged(error?.problems ?? [])
    }

    @Test func orFromBeingSound() throws {
        let configuration = try NexusConfiguration.load(
            yaml: "auth: {jwt: {secret: short, exempt_paths: [/*]}, audit: {signing_key: abc}}")
        let error = #expect(throws: ConfigurationError.self) { try configuration.requireSound() }
        self.expectUnchanged(error?.problems ?? [])
    }

    @Test func theRedactorWouldTakeAReasonBehindAColon() {
        #expect(Self.redactor.text("secret_key: no such key") != "secret_key: no such key")
    }
}
