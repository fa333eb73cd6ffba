import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct FakeIdentityProviderTests {
    /// A policy under which every refresh asks the provider anew.
    private var eager: KeySetPolicy {
        var policy = KeySetPolicy()
        policy.cooldown = .zero
        return policy
    }

    @Test func itsMetadataLeadsToItsKeys() async throws {
        try await withKeySet(discovers: true) { provider, keys, verifier in
            let token = try provider.mint(subject: "u1")
            #expect(await verifier.admits(token))
            #expect(provider.metadataFetches == 1)
            #expect(provider.keySetFetches == 1)
        }
    }

    @Test(arguments: [JWTAlgorithm.es256, .rs256, .edDSA, .es384, .ps256])
    func itsTokensVerifyWithItsKeys(algorithm: JWTAlgorithm) async throws {
        try await withKeySet(policy: self.eager) { provider, _, verifier in
            let kid = try provider.rotate(to: algorithm)
            #expect(provider.publishedKeys == ["key-1", kid])
            let good = [try provider.mint(subject: "u1"), try provider.mint(subject: "u1", signedBy: "key-1")]
            for token in good { #expect(await verifier.admits(token)) }
            let bad = [
                try provider.mint(subject: "u1", lifetime: .seconds(-60)),
                try provider.mint(subject: "u1", claims: ["iss": "https://evil.example"]),
            ]
            for token in bad { #expect(await !verifier.admits(token)) }
        }
    }

    @Test func aWithdrawnKeyIsNotPublishedAndStillSigns() async throws {
        try await withKeySet(policy: self.eager) { provider, keys, verifier in
            try provider.rotate()
            let tokens = (old: try provider.mint(subject: "u1", signedBy: "key-1"), new: try provider.mint(subject: "u1"))
            #expect(await verifier.admits(tokens.old))
            provider.withdraw("key-1")
            await keys.refresh()
            #expect(await !verifier.admits(tokens.old))
            #expect(await verifier.admits(tokens.new))
            #expect(try provider.mint(subject: "u1", signedBy: "key-1") != tokens.old)
        }
    }

    @Test func newMaterialUnderTheSameNameSignsDifferently() async throws {
        try await withKeySet(policy: self.eager) { provider, keys, verifier in
            let old = try provider.mint(subject: "u1")
            #expect(await verifier.admits(old))
            try provider.replaceKeyUnderSameName()
            #expect(provider.publishedKeys == ["key-1"])
            let new = try provider.mint(subject: "u1")
            await keys.refresh()
            #expect(await verifier.admits(new))
            #expect(await !verifier.admits(old))
        }
    }

    @Test func itComesBackOnTheSamePort() async throws {
        try await withFetching { provider, fetcher in
            let url = try KeySetURL(provider.keySetURL)
            try await provider.stop()
            await #expect(throws: KeySetError.self) { try await fetcher.fetch(url) }
            try await provider.restart()
            _ = try await fetcher.fetch(url)
            #expect(provider.keySetFetches == 1)
        }
    }

    @Test func whatItCannotDoIsAnError() async throws {
        await #expect(throws: FakeIdentityProviderError.self) { try await FakeIdentityProvider.start(algorithm: .hs256) }
        try await withFetching { provider, _ in
            #expect(throws: FakeIdentityProviderError.self) { try provider.rotate(to: .hs512) }
            #expect(throws: FakeIdentityProviderError.self) { try provider.mint(subject: "u1", signedBy: "nobody") }
            provider.withdraw("key-1")
            #expect(throws: FakeIdentityProviderError.self) { try provider.replaceKeyUnderSameName() }
            #expect(throws: FakeIdentityProviderError.self) { try provider.mint(subject: "u1") }
        }
    }
}
