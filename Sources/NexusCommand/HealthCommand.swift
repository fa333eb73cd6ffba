import ArgumentParser
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// `nexus health`
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask a running server; exits with 0 when it is ready, for containers.")

    @Option(name: .long, help: "What to ask.")
    var url = "http://127.0.0.1:8000/readyz"

    func run() async throws {
        let status: UInt
        let body: ByteBuffer
        do {
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: self.url), timeout: .seconds(5))
            status = response.status.code
            body = try await response.body.collect(upTo: 65_536)
        } catch {
            throw CommandError("\(self.url) does not answer")
        }
        print(String(buffer: body))
        guard status == 200 else { throw ExitCode.failure }
    }
}
