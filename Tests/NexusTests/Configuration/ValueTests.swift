import Logging
import Testing

@testable import Nexus

@Suite("nexus.yaml: values")
struct ValueTests {
    @Test(
        arguments: [
            ("api_port: many", "api_port - expected a whole number from 0 to 65535, found \"many\""),
            ("api_port: 65536", "api_port - expected a whole number from 0 to 65535, found \"65536\""),
            ("api_port: 0o17", "found \"0o17\""), ("api_port: 010", "found \"010\""), ("api_port: 1_000", "found \"1_000\""),
            ("api_port: 0x10", "found \"0x10\""), ("api_port: -1", "found \"-1\""), ("api_port: 8e3", "found \"8e3\""),
            ("api_port: 99999999999999999999", "found \"99999999999999999999\""),
            ("api_port: [1]", "expected a whole number from 0 to 65535, found a list"),
            ("api_port:", "expected a whole number from 0 to 65535, found no value"),
            ("enable_monitoring: yes", "enable_monitoring - expected true or false, found \"yes\""),
            ("enable_monitoring: on", "found \"on\""), ("enable_monitoring: True", "found \"True\""),
            ("enable_monitoring: 1", "found \"1\""),
            ("title: ${TITLE}", "title - ${…} is followed in secrets only"),
            ("cors_origins: [\"${ORIGIN}\"]", "cors_origins - ${…} is followed in secrets only"),
            ("cors_origins: https://a", "cors_origins - expected a list of texts, such as [a, b], found \"https://a\""),
            ("cors_origins: [{a: b}]", "cors_origins - expected a list of texts"), ("cors_origins: [\"\"]", "the list has an empty text"),
            ("log_level: loud", "log_level - expected trace, debug"), ("log_level: warnign", "did you mean warning?"),
            ("log_format: xml", "log_format - expected json or text"), ("preset: sass", "did you mean saas?"),
            ("auth: {jwt: {algorithm: hs256}}", "did you mean HS256?"), ("auth: {jwt: {algorithms: [none]}}", "found \"none\""),
            ("auth: {jwt: {leeway: 100ms}}", "auth.jwt.leeway - expected a duration of whole seconds"),
            ("auth: {rate_limit: {fail_open: no}}", "expected true, false or local, found \"no\""),
            ("auth: {rate_limit: {backend: memroy}}", "did you mean memory?"),
            ("auth: {rate_limit: {local_share: 2}}", "expected a number above 0 and at most 1"),
            ("auth: {rate_limit: {route_limits: {/a: 5}}}", "route_limits./a - expected {requests_per_minute, …} or null"),
            ("auth: {rate_limit: {route_limits: {/a: {burst_size: 5}}}}", "route_limits./a - needs requests_per_minute"),
            ("auth: {rbac: [admin]}", "auth.rbac - expected roles with values, found a list"),
            ("auth: {rbac: {admin: all}}", "auth.rbac.admin - expected a list of permissions"),
            ("auth: {jwt: {issuers: [a]}}", "expected a list of issuers"), ("auth: {jwt: {issuers: [{}]}}", "issuers[0] - needs issuer"),
            ("auth: {jwt: {audience: []}}", "auth.jwt.audience - is an empty list"),
            ("auth: {audit: {durability: maybe}}", "expected buffered or durable"),
            ("auth: on", "auth - expected keys below it, found one value"),
            ("limits: [a]", "limits - expected keys below it, found a list"), ("just text", "expected keys, found one value"),
        ])
    func wrongOnesSayWhatWasExpected(yaml: String, problem: String) throws {
        let found = try problems(of: yaml)
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test(
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("1h", .seconds(3600)),
            ("7d", .seconds(604_800)), ("45", .seconds(45)), ("0", .zero), ("0s", .zero),
        ])
    func durations(text: String, duration: Duration) throws {
        #expect(try NexusConfiguration.load(yaml: "shutdown_delay: \(text)").options.shutdownDelay == duration)
    }

    @Test(arguments: [
        "", "s", "1.5s", "-1s", "1 s", "1S", "1min", "1w", "05s", "٣s", "99999999999999999999s", "9223372036854775807d", "1ss",
    ])
    func noDurations(text: String) {
        #expect(throws: ConfigurationError.self) { try NexusConfiguration.load(yaml: "shutdown_delay: \"\(text)\"") }
    }

    @Test(
        arguments: [
            ("10KiB", 10_240), ("1MiB", 1_048_576), ("10KB", 10_000), ("2GB", 2_000_000_000), ("1GiB", 1_073_741_824), ("512", 512),
            ("512B", 512), ("0", 0),
        ])
    func sizes(text: String, bytes: Int) throws {
        #expect(try NexusConfiguration.load(yaml: "limits: {max_body_size: \(text)}").options.limits.maxBodySize == bytes)
    }

    @Test(arguments: ["10kb", "10K", "1.5MiB", "-1", "KiB", "9223372036854775807GiB", "1 MiB", "0x10"])
    func noSizes(text: String) {
        #expect(throws: ConfigurationError.self) { try NexusConfiguration.load(yaml: "limits: {max_body_size: \"\(text)\"}") }
    }

    @Test func wordsOfOldYAMLAreTexts() throws {
        let configuration = try NexusConfiguration.load(yaml: "title: no\napi_host: on\nlog_level: INFO")
        #expect(configuration.options.title == "no")
        #expect(configuration.options.apiHost == "on")
        #expect(configuration.options.logLevel == .info)
    }

    @Test(arguments: ["pre${A}", "${}", "${1A}", "${A", "$JWT_SECRET", "file:", "\"\"", "[a]", "${A}${B}"])
    func whatIsAlmostAReferenceIsNoSecret(text: String) throws {
        let found = try problems(of: "auth: {jwt: {secret: '\(text)'}}".replacing("'[a]'", with: "[a]").replacing("'\"\"'", with: "\"\""))
        #expect(found.count == 1)
        #expect(!found[0].contains("JWT_SECRET") && !found[0].contains("pre"))
    }

    @Test func aSecretIsNeverPartOfAnError() throws {
        let secret = "hunter2hunter2hunter2hunter2hunter2"
        for yaml in [
            "auth: {jwt: {secret: [\(secret)]}}", "auth: {jwt: {secret: {\(secret): 1}}}", "auth: {jwt: {secret: \"\(secret)",
            "auth: {jwt: {secret: \(secret)${X}}}", "auth:\n  jwt:\n   secret: \(secret)\n  bad: [",
        ] {
            let found = try problems(of: yaml)
            #expect(!found.joined().contains("hunter2"), "\(found)")
        }
    }
}
