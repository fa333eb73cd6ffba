import Nexus
import Testing

@testable import NexusCommand

@Suite("How a command comes by its configuration")
struct LaunchModeTests {
    private static let secret = ["NEXUS_AUTH_JWT_SECRET": "q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T"]

    private static func mode(_ environment: [String: String], file: String? = nil, host: String? = nil) throws -> LaunchMode {
        try LaunchMode(file: file, host: host, environment: environment)
    }

    @Test func `nothing at all is development mode, on this machine`() throws {
        #expect(try Self.mode([:]) == .development)
        for host in ["localhost", "127.0.0.1", "127.8.8.8", "::1"] {
            #expect(try Self.mode(["NEXUS_API_HOST": host]) == .development, "\(host)")
            #expect(try Self.mode([:], host: host) == .development, "\(host)")
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "10.1.2.3", "127.example.com", "api.example.com"])
    func `nothing at all on another address is refused`(host: String) throws {
        for attempt in [{ try Self.mode(["NEXUS_API_HOST": host]) }, { try Self.mode([:], host: host) }] {
            let error = #expect(throws: CommandError.self) { try attempt() }
            #expect(error?.description.contains(host) == true)
        }
        #expect(try Self.mode(["NEXUS_API_HOST": host], host: "127.0.0.1") == .development)
    }

    @Test func `a deployment by environment alone is never development mode`() throws {
        #expect(try Self.mode(Self.secret) == .configured(file: nil))
        #expect(try Self.mode(Self.secret.merging(["NEXUS_API_HOST": "0.0.0.0"]) { $1 }) == .configured(file: nil))
        #expect(try Self.mode(["NEXUS_AUTH_JWT_JWKS_URL": "https://a.example"]) == .configured(file: nil))
        #expect(try Self.mode(["NEXUS_AUTH_JWT_SECRTE": "x"]) == .configured(file: nil))
        #expect(try Self.mode(["NEXUS_SECRETS_DIR": "/run/secrets"]) == .configured(file: nil))
        #expect(try Self.mode(["NEXUS_ENV": "production"]) == .configured(file: nil))
    }

    @Test func `whoever asks for development mode gets it`() throws {
        #expect(try Self.mode(Self.secret.merging(["NEXUS_ENV": "development", "NEXUS_API_HOST": "0.0.0.0"]) { $1 }) == .development)
        #expect(throws: ConfigurationError.self) { try Self.mode(["NEXUS_ENV": "develpment"]) }
    }

    @Test func `a file is a configuration, whatever the stage`() throws {
        #expect(try Self.mode(["NEXUS_ENV": "development"], file: "a.yaml") == .configured(file: "a.yaml"))
        #expect(try Self.mode(["NEXUS_CONFIG": "b.yaml"]) == .configured(file: "b.yaml"))
        #expect(try Self.mode(["NEXUS_CONFIG": "b.yaml"], file: "a.yaml") == .configured(file: "a.yaml"))
    }
}
