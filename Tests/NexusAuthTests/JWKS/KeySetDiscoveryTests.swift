import NexusAuth
import NexusCore
import Testing

@Suite struct KeySetDiscoveryTests {
    private func metadata(_ uri: String) -> [UInt8] {
        Array(#"{"issuer":"https://example.com","jwks_uri":"\#(uri)"}"#.utf8)
    }

    @Test func aGivenLocationIsNeverDiscovered() throws {
        var discovery = try KeySetDiscovery(.url("https://example.com/jwks"), interval: .seconds(300))
        discovery.fetchEnded(successfully: false)
        #expect(discovery.metadataDue(now: ManualTime().now) == nil)
        #expect(discovery.keySetURL?.text == "https://example.com/jwks")
    }

    @Test func metadataIsReadUntilItIsKnown() throws {
        let time = ManualTime()
        var discovery = try KeySetDiscovery(.discovery(issuer: "https://example.com"), interval: .seconds(300))
        for _ in 0..<3 {
            #expect(discovery.metadataDue(now: time.now)?.target == "/.well-known/openid-configuration")
            discovery.fetchEnded(successfully: false)
        }
        try discovery.learn(self.metadata("https://example.com/a"))
        discovery.fetchEnded(successfully: true)
        time.advance(by: .seconds(86_400))
        #expect(discovery.metadataDue(now: time.now) == nil)
    }

    @Test func aFailureReadsItAgainButSeldom() throws {
        let time = ManualTime()
        var discovery = try KeySetDiscovery(.discovery(issuer: "https://example.com"), interval: .seconds(300))
        #expect(discovery.metadataDue(now: time.now) != nil)
        try discovery.learn(self.metadata("https://example.com/a"))
        discovery.fetchEnded(successfully: false)
        time.advance(by: .seconds(299))
        #expect(discovery.metadataDue(now: time.now) == nil)
        time.advance(by: .seconds(1))
        #expect(discovery.metadataDue(now: time.now) != nil)
        #expect(discovery.metadataDue(now: time.now) == nil)
        #expect(throws: KeySetError.self) { try discovery.learn(Array("{}".utf8)) }
        #expect(discovery.keySetURL?.target == "/a")
        try discovery.learn(self.metadata("https://example.com/b"))
        #expect(discovery.keySetURL?.target == "/b")
    }
}
