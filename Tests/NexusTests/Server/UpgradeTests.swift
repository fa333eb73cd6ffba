import Foundation
import NexusTesting
import Testing

@testable import Nexus

/// What a client sends behind a request that asks for another protocol: there is none, and nobody keeps it.
@Suite(.serialized, .timeLimit(.minutes(1))) struct UpgradeTests {
    #if os(Linux)
    private static func residentBytes() throws -> Double {
        try #require(ProcessUsage(stat: String(contentsOfFile: "/proc/self/stat", encoding: .utf8))).residentBytes
    }

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n",
    ])
    func `Bytes behind an upgrade take no memory`(request: String) async throws {
        let edge = try EdgeApp { $0.limits.lingerTime = .seconds(5) }
        try await TestServer.run(edge.app) { server in
            let piece = [UInt8](repeating: 0x78, count: 1_048_576)
            // What the buffers of both ends need is there once.
            for count in [8, 256] {
                let client = try await server.connect()
                try await client.send(request)
                let isConnect = request.hasPrefix("CONNECT")
                #expect(try await client.receive().status == (isConnect ? 400 : 200))
                let before = try Self.residentBytes()
                var (grown, sent) = (0.0, 0)
                for number in 1...count {
                    guard (try? await client.send(piece)) != nil else { break }
                    sent = number
                    if number % 16 == 0 { grown = max(grown, try Self.residentBytes() - before) }
                }
                if count == 256 {
                    #expect(grown < 16 * 1_048_576, "\(grown)")
                    #expect(sent >= 64, "the connection lingers")
                }
                client.close()
            }
        }
    }
    #endif
}
