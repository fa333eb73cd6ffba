import Nexus
import Testing

@testable import NexusCommand

@Suite("Whom `nexus health` asks")
struct HealthURLTests {
    private static func url(_ host: String, port: Int = 8000, management: Int? = nil, isTLS: Bool = false) throws -> String {
        var options = NexusOptions()
        options.apiHost = host
        options.apiPort = port
        options.managementPort = management
        if isTLS { options.tls = TLSOptions(certificate: "chain.pem", privateKey: "key.pem") }
        return try HealthURL.of(options)
    }

    @Test func `the configured port, from this machine`() throws {
        #expect(try HealthURL.of(NexusOptions()) == "http://127.0.0.1:8000/readyz")
        #expect(try Self.url("0.0.0.0", port: 8443, isTLS: true) == "https://127.0.0.1:8443/readyz")
        #expect(try Self.url("::") == "http://[::1]:8000/readyz")
        #expect(try Self.url("2001:db8::7") == "http://[2001:db8::7]:8000/readyz")
        #expect(try Self.url("api.example.com") == "http://api.example.com:8000/readyz")
    }

    @Test func `the management port speaks plain HTTP`() throws {
        #expect(try Self.url("10.1.2.3", port: 8443, management: 9000, isTLS: true) == "http://10.1.2.3:9000/readyz")
    }

    @Test func `a port that the system chose is not known`() {
        #expect(throws: CommandError.self) { try Self.url("127.0.0.1", port: 0) }
    }
}
