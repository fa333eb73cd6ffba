import Logging
import NexusAuth
import NexusCore
import Synchronization
import Testing

@testable import Nexus

/// What the log says about key sets.
@Suite struct KeySetLogTests {
    private func log(_ event: KeySetEvent, _ location: KeySetLocation = .url("https://a.example/keys?code=q7VxJm2Z")) -> String {
        let bytes = Mutex<[UInt8]>([])
        let output = LogOutput { line in bytes.withLock { $0 += line } }
        let handler = NexusLogHandler(
            label: "nexus", level: .trace, format: .json, redactor: .init(), output: output, metadataProvider: nil, time: .system)
        Logger(label: "nexus") { _ in handler }.note(event, of: location)
        return bytes.withLock { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `Failures are named with their code, and the set without its query`() {
        let line = self.log(.failing(KeySetError(.badStatus, "the answer's status is 500")))
        #expect(line.contains(#""level":"warning""#) && line.contains("bad_status: the answer's status is 500"))
        #expect(line.contains("https://a.example/keys") && !line.contains("q7VxJm2Z"))
        #expect(self.log(.recovered, .discovery(issuer: "https://b.example")).contains("https://b.example"))
    }

    @Test func `A key that is left out is named with the reason, and a long name is cut`() throws {
        let name = String(repeating: "k", count: 300)
        let set = #"{"keys":[{"kty":"RSA","kid":"\#(name)","n":"wQ","e":"AQAB"}]}"#
        let ring = try KeyRing(jwks: Array(set.utf8), allowed: .asymmetric)
        let line = self.log(.skipped(try #require(ring.skipped.first)))
        #expect(line.contains("kid is longer than 256 bytes") && line.contains(name.prefix(64)) && !line.contains(name.prefix(65)))
    }
}
