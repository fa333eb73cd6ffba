import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

@Suite(.timeLimit(.minutes(1))) struct RemoteKeySetTests {
    private let sleep = ManualSleep()
    private let provider: ScriptedProvider

    init() throws {
        self.provider = ScriptedProvider(self.sleep)
        try self.provider.publish("one")
    }

    /// Runs a body beside the key set's loop.
    private func running(
        _ location: KeySetLocation = .url("https://example.com/jwks"),
        algorithms: AlgorithmSet = .all,
        policy: KeySetPolicy = KeySetPolicy(),
        _ body: (RemoteKeySet) async throws -> Void
    ) async throws {
        let keys = try RemoteKeySet(
            location, algorithms: algorithms, policy: policy, fetcher: self.provider, time: .manual(self.sleep.time),
            sleep: self.sleep.sleep, jitter: { 0 })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await keys.run() }
            defer { group.cancelAll() }
            try await body(keys)
        }
    }

    private func loaded(_ keys: RemoteKeySet) async {
        await eventually("a set is loaded") { keys.counters.fetchesSucceeded == 1 && self.sleep.count == 1 }
    }

    @Test func theFirstSetIsFetchedBeforeAnyoneAsks() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            #expect(keys.snapshot?.generation == 1)
            #expect(keys.status.state == .fresh)
            #expect(keys.counters.keys == 1)
            let passes = try keys.snapshot?.ring.verifies(self.provider.token("one"))
            #expect(passes == true)
        }
    }

    @Test func anOutageAtStartHealsWithinTwoSeconds() async throws {
        self.provider.set { $0.error = KeySetError(.unreachable, "away") }
        try await self.running { keys in
            for round in 1...10 {
                await eventually("fetch \(round) failed") { keys.counters.fetchesFailed == round && self.sleep.count == 1 }
                #expect(keys.snapshot == nil)
                #expect(keys.status == KeySetStatus(state: .neverLoaded, age: nil, lastError: KeySetError(.unreachable, "away")))
                if round == 10 { self.provider.set { $0.error = nil } }
                self.sleep.advance(by: .seconds(2))
            }
            await self.loaded(keys)
            #expect(keys.status.lastError == nil)
        }
    }

    @Test func aHundredWaitersShareOneFetch() async throws {
        self.provider.set { $0.delay = .seconds(1) }
        try await self.running { keys in
            await eventually("the fetch is under way") { self.provider.fetches == 1 }
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        await keys.refresh()
                        return keys.snapshot != nil
                    }
                }
                // The fetch sleeps, and so does every waiter's deadline.
                await eventually("all wait") { self.sleep.count == 101 }
                self.sleep.advance(by: .seconds(1))
                for await sawKeys in group { #expect(sawKeys) }
            }
            #expect(self.provider.fetches == 1)
        }
    }

    @Test func aWaiterGivesUpAndTheFetchGoesOn() async throws {
        self.provider.set { $0.delay = .seconds(4) }
        try await self.running { keys in
            await eventually("the fetch is under way") { self.sleep.count == 1 }
            async let waiting: Void = keys.refresh()
            await eventually("it waits") { self.sleep.count == 2 }
            self.sleep.advance(by: .seconds(2))
            await waiting
            #expect(keys.snapshot == nil)
            self.sleep.advance(by: .seconds(2))
            await self.loaded(keys)
            #expect(self.provider.fetches == 1)
        }
    }

    @Test func moreThanTheBoundDoNotWait() async throws {
        var policy = KeySetPolicy()
        policy.maximumWaiters = 10
        self.provider.set { $0.delay = .seconds(1) }
        try await self.running(policy: policy) { keys in
            await eventually("the fetch is under way") { self.sleep.count == 1 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 { group.addTask { await keys.refresh() } }
                await eventually("ten wait") { keys.fetched.waiterCount == 10 }
                for _ in 0..<100 { await keys.refresh() }
                self.sleep.advance(by: .seconds(1))
                try await group.waitForAll()
            }
        }
    }

    @Test func refreshReturnsAtOnceWhenThereIsNothingToWaitFor() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            await keys.refresh()
            #expect(self.provider.fetches == 2)
            for _ in 0..<100 { await keys.refresh() }
            #expect(self.provider.fetches == 2)
        }
    }

    @Test func theFirstTokenOfANewKeyPassesWithOneFetch() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            try self.provider.publish("one", "two")
            #expect(keys.snapshot?.ring.contains(keyID: "two") == false)
            #expect(keys.demand(unknownKid: "two", now: self.sleep.time.now) == .started)
            await keys.refresh()
            #expect(keys.snapshot?.generation == 2)
            #expect(try keys.snapshot?.ring.verifies(self.provider.token("two")) == true)
            #expect(self.provider.fetches == 2)
            #expect(keys.counters.unknownKeys == 1)
        }
    }

    @Test func tenThousandUnknownNamesCostOneFetch() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            for number in 0..<10_000 where keys.demand(unknownKid: "made-up-\(number)", now: self.sleep.time.now) != .refused {
                await keys.refresh()
            }
            #expect(self.provider.fetches == 2)
            #expect(keys.snapshot?.generation == 1)
            #expect(keys.counters.unknownKeys == 10_000)
        }
    }

    @Test func aWithdrawnKeyIsGoneWithTheNextSet() async throws {
        try self.provider.publish("one", "two")
        try await self.running { keys in
            await self.loaded(keys)
            let token = try self.provider.token("one")
            #expect(try keys.snapshot?.ring.verifies(token) == true)
            self.provider.set { $0.keys.removeFirst() }
            self.sleep.advance(by: .seconds(2880))
            await eventually("it is refreshed ahead of expiry") { keys.snapshot?.generation == 2 }
            #expect(try keys.snapshot?.ring.verifies(token) == false)
        }
    }

    @Test func newMaterialUnderAnOldNameMovesTheGeneration() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            let old = try self.provider.token("one")
            try self.provider.publish("one")
            let new = try self.provider.token("one")
            #expect(try keys.snapshot?.ring.verifies(new) == false)
            #expect(keys.shouldRefetch(badSignatureOf: "one", now: self.sleep.time.now))
            await eventually("the new key is there") { keys.snapshot?.generation == 2 }
            #expect(try keys.snapshot?.ring.verifies(new) == true)
            #expect(try keys.snapshot?.ring.verifies(old) == false)
            for _ in 0..<1000 { #expect(!keys.shouldRefetch(badSignatureOf: "one", now: self.sleep.time.now)) }
            #expect(keys.counters.badSignatures == 1001)
        }
    }

    @Test func theSameKeysInAnotherOrderAreNotNewKeys() async throws {
        try self.provider.publish("one", "two", "three")
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.keys.reverse() }
            await keys.refresh()
            #expect(keys.counters.fetchesSucceeded == 2)
            #expect(keys.snapshot?.generation == 1)
            #expect(keys.snapshot?.ring.keys.first?.keyID == "three")
        }
    }

    @Test(arguments: [
        "", "<html></html>", "{", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[null,1]}"#,
        // Sets that still name the key, in a form that is of no use.
        #"{"keys":[{"kty":"oct","kid":"one","alg":"HS256","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]}"#,
        #"{"keys":[{"kty":"RSA","kid":"two","n":"wQ","e":"AQAB"},{"kty":"RSA","kid":"one","n":"wQ","e":"AQAB"}]}"#,
    ])
    func aSetThatIsNoneLeavesTheOldOne(document: String) async throws {
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.document = Array(document.utf8) }
            await keys.refresh()
            #expect(keys.counters.fetchesFailed == 1)
            #expect(keys.status.lastError != nil)
            let passes = try keys.snapshot?.ring.verifies(self.provider.token("one"))
            #expect(passes == true)
        }
    }

    @Test(arguments: [
        #"{"keys":[{"kty":"oct","kid":"x","alg":"HS256","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]}"#,
        #"{"keys":[{"kty":"RSA","kid":"x","n":"wQ","e":"AQAB"}]}"#, #"{"keys":[{"kty":"RSA","n":"wQ","e":"AQAB"}]}"#,
    ])
    func `A set that no longer names a key withdraws it, though it has no usable key itself`(document: String) async throws {
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.document = Array(document.utf8) }
            await keys.refresh()
            #expect(keys.snapshot == nil)
            #expect(keys.status.lastError?.code == .noUsableKey && keys.counters.keys == 0)
        }
    }

    @Test func `Of several keys those stay that a set without a usable key still names`() async throws {
        try self.provider.publish("one", "two")
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.document = Array(#"{"keys":[{"kty":"RSA","kid":"two","n":"wQ","e":"AQAB"}]}"#.utf8) }
            await keys.refresh()
            #expect(keys.snapshot?.ring.keys.map(\.keyID) == ["two"])
            #expect(keys.snapshot?.generation == 2 && keys.counters.keys == 1)
            let passes = try ["one", "two"].map { try keys.snapshot?.ring.verifies(self.provider.token($0)) }
            #expect(passes == [false, true])
        }
    }

    @Test func `What fails is said once for each code, and once for each key that is left out`() async throws {
        let events = Mutex<[KeySetEvent]>([])
        let keys = try RemoteKeySet(
            .url("https://example.com/jwks"), algorithms: .asymmetric, fetcher: self.provider, time: .manual(self.sleep.time),
            sleep: self.sleep.sleep, jitter: { 0 }, report: { event in events.withLock { $0.append(event) } })
        let loop = Task { await keys.run() }
        defer { loop.cancel() }
        let (away, slow) = (KeySetError(.unreachable, "away"), KeySetError(.timedOut, "slow"))
        await self.loaded(keys)
        func step(_ rounds: Int, _ change: (inout ScriptedProvider.Script) -> Void) async {
            self.provider.set(change)
            for _ in 0..<rounds {
                let before = self.provider.fetches
                self.sleep.advance(by: .seconds(3600))
                await eventually("a fetch ended") { self.provider.fetches == before + 1 && self.sleep.count == 1 }
            }
        }
        await step(3) { $0.error = away }
        await step(2) { $0.error = slow }
        await step(2) { $0.error = nil }
        await step(2) { $0.document = Array(#"{"keys":[{"kty":"RSA","kid":"one","n":"wQ","e":"AQAB"}]}"#.utf8) }
        let seen = events.withLock { $0 }
        #expect(seen.prefix(3) == [.failing(away), .failing(slow), .recovered])
        guard seen.count == 5, case .failing(let error) = seen[3], case .skipped(let key) = seen[4] else {
            Issue.record("\(seen)")
            return
        }
        #expect(error.code == .noUsableKey && key.keyID == "one")
    }

    @Test func `A loop that was cancelled in a fetch can be entered again`() async throws {
        self.provider.set { $0.delay = .seconds(1) }
        let keys = try RemoteKeySet(
            .url("https://example.com/jwks"), algorithms: .asymmetric, fetcher: self.provider, time: .manual(self.sleep.time),
            sleep: self.sleep.sleep, jitter: { 0 })
        let first = Task { await keys.run() }
        await eventually("the fetch is under way") { self.sleep.count == 1 }
        first.cancel()
        await first.value
        self.provider.set { $0.delay = .zero }
        let second = Task { await keys.run() }
        defer { second.cancel() }
        await eventually("a set is loaded") { keys.counters.fetchesSucceeded == 1 && self.sleep.count == 1 }
        #expect(keys.demand(unknownKid: "x", now: self.sleep.time.now) == .started)
    }

    @Test func anEmptySetWithdrawsEveryKey() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.document = Array(#"{"keys":[]}"#.utf8) }
            await keys.refresh()
            #expect(keys.snapshot == nil)
            #expect(keys.status.lastError?.code == .noUsableKey)
            await eventually("it sleeps") { self.sleep.count == 1 }
            self.provider.set { $0.document = nil }
            self.sleep.advance(by: .seconds(1))
            await eventually("it heals") { keys.snapshot != nil }
            #expect(keys.snapshot?.generation == 2)
        }
    }

    @Test func aSlowProviderKeepsNobodyWaitingWhileKeysAreThere() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.delay = .seconds(30) }
            self.sleep.advance(by: .seconds(2880))
            await eventually("the refresh is under way") { self.provider.fetches == 2 && self.sleep.count == 1 }
            let token = try self.provider.token("one")
            for _ in 0..<100 { #expect(try keys.snapshot?.ring.verifies(token) == true) }
            self.sleep.advance(by: .seconds(30))
            await eventually("it came at last") { keys.counters.fetchesSucceeded == 2 }
        }
    }

    @Test func staleKeysServeADayAndNotLonger() async throws {
        try await self.running { keys in
            await self.loaded(keys)
            self.provider.set { $0.error = KeySetError(.timedOut, "slow") }
            self.sleep.advance(by: .seconds(3600 + 86_400) - .nanoseconds(1))
            #expect(keys.snapshot != nil)
            #expect(keys.status.state == .stale)
            self.sleep.advance(by: .nanoseconds(1))
            #expect(keys.snapshot == nil)
            #expect(keys.status.state == .expired)
        }
    }

    @Test func cacheHeadersShortenTheLife() async throws {
        self.provider.set { $0.maxAge = 100 }
        try await self.running { keys in
            await self.loaded(keys)
            self.sleep.advance(by: .seconds(79))
            #expect(self.provider.fetches == 1)
            self.sleep.advance(by: .seconds(1))
            await eventually("it is refreshed") { keys.counters.fetchesSucceeded == 2 }
        }
    }

    @Test func aPublishedSecretNeverVerifies() async throws {
        let json = #"{"keys":[{"kty":"oct","kid":"s","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"},"#
        let key = try SigningKey.generate(for: .edDSA)
        var writer = JSONWriter()
        writer.value(.object(try key.publicJWK(keyID: "good")))
        self.provider.set { $0.document = Array(json.utf8) + writer.bytes + Array("]}".utf8) }
        try await self.running(algorithms: .all) { keys in
            await self.loaded(keys)
            #expect(keys.snapshot?.ring.keys.map(\.keyID) == ["good"])
            #expect(keys.counters.skippedKeys == 1)
        }
    }

    @Test func theLocationIsDiscoveredOnceAndAgainWhenItFails() async throws {
        let metadata = "https://example.com/.well-known/openid-configuration"
        let found = "https://example.com/found"
        try await self.running(.discovery(issuer: "https://example.com")) { keys in
            await self.loaded(keys)
            #expect(self.provider.fetchedURLs == [metadata, found])
            await keys.refresh()
            #expect(self.provider.fetchedURLs == [metadata, found, found])
            self.provider.set { $0.error = KeySetError(.badStatus, "404") }
            await eventually("it sleeps") { self.sleep.count == 1 }
            self.sleep.advance(by: .seconds(2880))
            await eventually("it failed") { keys.counters.fetchesFailed == 1 && self.sleep.count == 1 }
            self.provider.set { $0.error = nil }
            self.sleep.advance(by: .seconds(30))
            await eventually("it healed") { keys.counters.fetchesSucceeded == 3 }
            #expect(self.provider.fetchedURLs.suffix(3) == [found, metadata, found])
        }
    }

    @Test func anotherIssuersMetadataGivesNoKeys() async throws {
        try await self.running(.discovery(issuer: "https://example.com/")) { keys in
            await eventually("it was refused") { keys.counters.fetchesFailed == 1 }
            #expect(keys.status.lastError?.code == .issuerMismatch)
            #expect(self.provider.fetches == 1)
        }
    }

    @Test func endingTheLoopLetsWaitersGo() async throws {
        self.provider.set { $0.delay = .seconds(1) }
        let keys = try RemoteKeySet(
            .url("https://example.com/jwks"), algorithms: .asymmetric, fetcher: self.provider, time: .manual(self.sleep.time),
            sleep: self.sleep.sleep)
        let loop = Task { await keys.run() }
        await eventually("the fetch is under way") { self.sleep.count == 1 }
        async let waiting: Void = keys.refresh()
        await eventually("it waits") { self.sleep.count == 2 }
        loop.cancel()
        await waiting
        await loop.value
        await keys.refresh()
        #expect(keys.demand(unknownKid: "x", now: self.sleep.time.now) == .refused)
        #expect(keys.counters.fetchesFailed == 0)
    }

    @Test(arguments: ["http://example.com/jwks", "jwks.json", ""])
    func aBadLocationIsRefusedAtConstruction(location: String) {
        for location in [KeySetLocation.url(location), .discovery(issuer: location)] {
            #expect(throws: KeySetError.self) {
                try RemoteKeySet(location, algorithms: .asymmetric, fetcher: self.provider)
            }
        }
    }
}
