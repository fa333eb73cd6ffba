import NexusAuth
import NexusCore
import NexusTesting
import Testing

/// The whole road on real sockets: provider, fetcher, key set, verifier with its cache.
@Suite(.serialized, .timeLimit(.minutes(1))) struct KeySetRotationTests {
    @Test func rotatingUnderLoadGivesNoWrongVerdict() async throws {
        var policy = KeySetPolicy()
        policy.timeToLive = .milliseconds(500)
        policy.minimumLifetime = .milliseconds(500)
        policy.cooldown = .milliseconds(20)
        try await withKeySet(policy: policy) { provider, keys, verifier in
            let forger = try await FakeIdentityProvider.start()
            let load = KeySetRotationLoad(provider: provider, forger: forger)
            try load.issue("key-1")
            let started = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await load.run(verifier) } }
                defer { load.end() }
                for round in 2...9 {
                    try await Task.sleep(for: .milliseconds(250))
                    try load.issue(try provider.rotate(to: round.isMultiple(of: 2) ? .es256 : .edDSA))
                    if round > 4 { load.withdraw("key-\(round - 3)") }
                }
                try await Task.sleep(for: .milliseconds(1200))
            }
            let elapsed = ContinuousClock.now - started
            try await forger.stop()

            #expect(load.wrongVerdicts == [])
            #expect(load.verdicts > 1000)
            #expect(keys.counters.fetchesFailed == 0)
            // One for each refresh ahead of expiry, and at most one each cool-down for new names and forged signatures.
            let bound = Int(elapsed / .milliseconds(360)) + Int(elapsed / policy.cooldown) + 2
            #expect((9...bound).contains(provider.keySetFetches))
            #expect(provider.keySetFetches == keys.counters.fetchesSucceeded)
        }
    }

    @Test func theFirstTokenOfANewKeyCostsOneFetch() async throws {
        try await withKeySet { provider, _, verifier in
            let old = try provider.mint(subject: "u1")
            #expect(await verifier.admits(old))
            try provider.rotate()
            let new = try provider.mint(subject: "u1")
            #expect(await verifier.admits(new))
            for _ in 0..<100 { #expect(await verifier.admits(new)) }
            #expect(provider.keySetFetches == 2)
        }
    }

    @Test func aProviderThatWasAwayAtStartHealsByItself() async throws {
        try await withKeySet(prepare: { try await $0.stop() }) { provider, keys, verifier in
            let token = try provider.mint(subject: "u1")
            #expect(await !verifier.admits(token))
            #expect(keys.status.state == .neverLoaded)
            try await provider.restart()
            let back = ContinuousClock.now
            while keys.snapshot == nil, ContinuousClock.now - back < .seconds(5) { try await Task.sleep(for: .milliseconds(10)) }
            #expect(ContinuousClock.now - back < .seconds(2.5))
            #expect(await verifier.admits(token))
        }
    }

    @Test(arguments: [
        FakeIdentityProvider.Fault.status(500), .garbage, .html, .endlessBody, .extraKeys(200), .extraKeys(10_000),
        .document("{\"keys\":[null]}"),
        .redirect(to: "https://169.254.169.254/"), .status(404),
    ])
    func keysThatWereFetchedOutliveTheFault(fault: FakeIdentityProvider.Fault) async throws {
        try await withKeySet { provider, keys, verifier in
            let token = try provider.mint(subject: "u1")
            #expect(await verifier.admits(token))
            provider.fault = fault
            await keys.refresh()
            #expect(keys.counters.fetchesFailed == 1)
            #expect(keys.snapshot?.generation == 1)
            let later = try provider.mint(subject: "u2")
            #expect(await verifier.admits(token))
            #expect(await verifier.admits(later))
        }
    }

    @Test func aFloodOfNamesReachesTheProviderOnce() async throws {
        try await withKeySet { provider, keys, verifier in
            let good = try provider.mint(subject: "u1")
            #expect(await verifier.admits(good))
            let stranger = TokenSigner(try .generate(for: .edDSA), algorithm: .edDSA)
            for number in 0..<500 {
                let claims: JSONObject = ["iss": .string(provider.issuer), "exp": 4_000_000_000]
                let token = try stranger.sign(claims, header: ["kid": .string("made-up-\(number)")])
                #expect(await !verifier.admits(token))
                #expect(await verifier.admits(good))
            }
            #expect(provider.keySetFetches == 2)
            #expect(keys.counters.unknownKeys > 499)
        }
    }
}
