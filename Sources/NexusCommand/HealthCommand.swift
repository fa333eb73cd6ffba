import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Nexus

/// `nexus health`
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running server; exits with 0 when it is ready, for containers.",
        discussion: """
            Without --url, the server of the configuration is asked on this machine: on its management port where it has one, which speaks
            plain HTTP, else on the port of the API.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(name: .long, help: "What to ask; /readyz of the configured server where it is left out.")
    var url: String?

    @Option(name: .long, help: "Certificates in PEM that are trusted besides the system's, such as a private CA's.")
    var ca: String?

    func run() async throws {
        let url = try self.url ?? HealthURL.of(try self.options.read().configuration.options)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: try self.clientConfiguration())
        let (status, body): (UInt, ByteBuffer)
        do {
            let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
            (status, body) = (response.status.code, try await response.body.collect(upTo: 65_536))
        } catch {
            try? await client.shutdown()
            throw CommandError("\(url) does not answer: \(error)")
        }
        try await client.shutdown()
        print(String(buffer: body))
        guard status == 200 else { throw ExitCode.failure }
    }

    private func clientConfiguration() throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let ca {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(ca), !certificates.isEmpty else {
                throw CommandError("cannot read certificates in PEM from \(ca)")
            }
            tls.additionalTrustRoots = [.certificates(certificates)]
        }
        return HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
    }
}
