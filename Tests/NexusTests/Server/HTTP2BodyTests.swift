import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

/// Bodies that arrive while the gate still waits for somebody else's answer.
@Suite(.timeLimit(.minutes(1))) struct HTTP2BodyTests {
    @Test func `A body that arrives in pieces while the gate waits is taken in`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try EdgeApp(rateLimit: RateLimitConfig(requestsPerMinute: 100, store: SlowStore())) {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
        }
        try await TestServer.run(edge.app) { server in
            let client = try await HTTP2Client.connect(port: server.port)
            try await client.send(.get("/echo", stream: 1, method: "POST", flags: HTTP2Frame.endHeaders))
            for (piece, flags) in [("one ", 0), ("two ", 0), ("three", HTTP2Frame.endStream)] as [(String, UInt8)] {
                // Apart, so that each comes as a read of its own.
                try await Task.sleep(for: .milliseconds(50))
                try await client.send(HTTP2Frame(kind: .data, flags: flags, stream: 1, payload: Array(piece.utf8)))
            }
            #expect(await client.content(of: 1) == "one two three")
            #expect(await edge.trail.requests(count: 1).map(\.status) == [200])
        }
    }
}

/// A store that takes its time.
private struct SlowStore: RateLimitStore {
    let isAvailable = true

    func take(key: String, rule: LimitRule) async throws -> LimitDecision {
        try await Task.sleep(for: .milliseconds(400))
        return LimitDecision(isAllowed: true, remaining: 1, resetAfter: 0, retryAfter: 0)
    }
}
