import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import NIOCore
import NIOHTTP1
import NIOSSL
import NexusHummingbird
import NexusTesting
import Testing

/// The middleware behind servers that encrypt, of both versions of HTTP.
@Suite(.enabled(if: SelfSigned.isPossible, "openssl is not installed")) struct SecureServerTests {
    enum Version: CaseIterable {
        case http1, http2

        func server(_ tls: TLSConfiguration) throws -> HTTPServerBuilder {
            switch self {
            case .http1: try .tls(.http1(), tlsConfiguration: tls)
            case .http2: try .http2Upgrade(tlsConfiguration: tls)
            }
        }
    }

    func run(_ app: GuestApp, on version: Version, _ body: (SecureClient) async throws -> Void) async throws {
        try await app.run(on: try version.server(try SelfSigned().configuration())) { port async throws in
            let client = SecureClient(port: port, version: version)
            do {
                while try await client.send("/startup").status == .serviceUnavailable { try await Task.sleep(for: .milliseconds(5)) }
                try await body(client)
            } catch {
                try await client.http.shutdown()
                throw error
            }
            try await client.http.shutdown()
        }
    }

    @Test(arguments: Version.allCases) func theGateDecidesAndTheFieldsAreThere(version: Version) async throws {
        let app = try GuestApp(isTLS: true)
        app.nexus.declare(.get, "/text", .anyIdentity)
        app.router.get("text") { _, context in context.nexus.tenant?.rawValue ?? "" }
        try await self.run(app, on: version) { client in
            let refused = try await client.send("/text")
            #expect(refused.status == .unauthorized)
            #expect(refused.headers.contains(name: "www-authenticate"))
            let answer = try await client.send("/text", bearer: try app.token())
            #expect(answer.status == .ok)
            #expect(answer.version == (version == .http2 ? .http2 : .http1_1))
            #expect(String(buffer: try await answer.body.collect(upTo: 1_024)) == "acme")
            #expect(answer.headers["strict-transport-security"].count == 1)
            #expect(answer.headers["x-request-id"].count == 1)
            #expect(answer.headers["content-length"] == ["4"])
        }
        #expect(app.trail.requests.map { $0.line["status"] } == [401, 200])
        #expect(app.trail.requests.allSatisfy { $0.line["address"] == "127.0.0.1" })
    }

    @Test(arguments: Version.allCases) func aBodyWithoutALengthIsMeasured(version: Version) async throws {
        let app = try GuestApp(isTLS: true)
        app.nexus.declare(.post, "/count", .anyIdentity, maximumBodySize: 1_000)
        app.router.post("count") { request, _ in
            var count = 0
            for try await part in request.body { count += part.readableBytes }
            return "\(count)"
        }
        try await self.run(app, on: version) { client in
            let token = try app.token()
            let fits = try await client.send("/count", bearer: token, pieces: 10)
            #expect(String(buffer: try await fits.body.collect(upTo: 1_024)) == "1000")
            #expect(try await client.send("/count", bearer: token, pieces: 11).status == .payloadTooLarge)
        }
        #expect(app.trail.requests.map { $0.line["status"] } == [200, 413])
    }
}

/// A client that trusts whoever answers.
struct SecureClient {
    let http: HTTPClient
    let port: Int

    init(port: Int, version: SecureServerTests.Version) {
        var configuration = HTTPClient.Configuration(certificateVerification: .none)
        configuration.httpVersion = version == .http2 ? .automatic : .http1Only
        self.http = HTTPClient(configuration: configuration)
        self.port = port
    }

    /// Asks with `GET`, or posts pieces of 100 bytes without saying how many come.
    func send(_ path: String, bearer: String? = nil, pieces: Int? = nil) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "https://localhost:\(self.port)\(path)")
        if let bearer { request.headers.add(name: "Authorization", value: "Bearer \(bearer)") }
        if let pieces {
            request.method = .POST
            let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
            for _ in 0..<pieces { continuation.yield(ByteBuffer(repeating: 0, count: 100)) }
            continuation.finish()
            request.body = .stream(stream, length: .unknown)
        }
        return try await self.http.execute(request, timeout: .seconds(10))
    }
}
