import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

/// A token of a key that the set does not hold: wrong, or newer than the set.
@Suite struct GateUnknownKeyTests {
    private let keys: RemoteKeySet
    private let fixture: GateFixture
    private let facts: RequestFacts

    init() throws {
        self.keys = try JWTFixture.remoteKeys([.es256])
        self.fixture = try GateFixture(keys: self.keys)
        self.keys.install(try Self.ring(["k1"]))
        self.facts = self.fixture.facts(try self.fixture.token(["tenant_id": "acme"], algorithm: .es256, keyID: "k2"))
    }

    private static func ring(_ names: [String]) throws -> KeyRing {
        let published = JWTFixture.jwks(try names.map { try JWTFixture.key(.es256).publicJWK(keyID: $0) })
        return try KeyRing(jwks: published, allowed: AlgorithmSet([.es256]))
    }

    private func fail() {
        self.keys.state.withLock { $0.machine.failed(KeySetError(.unreachable, "away"), jitter: 0, now: self.fixture.now) }
    }

    private var failedTokensLeft: Int? {
        self.fixture.gate.limiter?.failedTokensLeft(for: self.fixture.client, now: self.fixture.now)?.remaining
    }

    @Test func `It is 401 only after a fetch that succeeded without the key`() throws {
        var evaluation = Evaluation(facts: self.facts, policy: self.fixture.route(.anyIdentity))
        #expect(self.fixture.answer(&evaluation) == .waiting)
        self.keys.install(try Self.ring(["k1"]))
        evaluation.knowledge.hasAskedForKeys = true
        #expect(self.fixture.answer(&evaluation) == .invalidToken)
        #expect(evaluation.tokenFailure?.cause == .unknownKey && self.failedTokensLeft == 59)
    }

    @Test func `It is 503 where the fetch that it waited for failed`() throws {
        var evaluation = Evaluation(facts: self.facts, policy: self.fixture.route(.anyIdentity))
        #expect(self.fixture.answer(&evaluation) == .waiting)
        self.fail()
        evaluation.knowledge.hasAskedForKeys = true
        #expect(self.fixture.answer(&evaluation) == .unavailable)
        #expect(evaluation.refusal?.rejection.retryAfter != nil)
        #expect(evaluation.tokenFailure?.cause == .unknownKey && self.failedTokensLeft == 59)
        #expect(evaluation.limit?.decision.remaining == 119)
    }

    @Test func `It is 503 at once where the latest fetch failed`() throws {
        self.fail()
        #expect(self.fixture.answer(self.facts, self.fixture.route(.anyIdentity)) == .unavailable)
        #expect(self.failedTokensLeft == 59)
    }

    @Test func `It is 503 where the fetch is still under way after the wait`() throws {
        var evaluation = Evaluation(facts: self.facts, policy: self.fixture.route(.anyIdentity))
        #expect(self.fixture.answer(&evaluation) == .waiting)
        let action = self.keys.state.withLock { $0.machine.next(now: self.fixture.now) }
        #expect(action == .fetch)
        evaluation.knowledge.hasAskedForKeys = true
        #expect(self.fixture.answer(&evaluation) == .unavailable)
    }

    @Test func `An open route does not wait for it`() throws {
        var evaluation = Evaluation(facts: self.facts, policy: self.fixture.route(nil))
        #expect(self.fixture.answer(&evaluation) == .admitted)
        #expect(evaluation.principal == nil && evaluation.tokenFailure?.cause == .unknownKey)
        #expect(self.failedTokensLeft == 59)
    }

    @Test func `A key that came meanwhile admits it`() throws {
        var evaluation = Evaluation(facts: self.facts, policy: self.fixture.route(.anyIdentity))
        #expect(self.fixture.answer(&evaluation) == .waiting)
        self.keys.install(try Self.ring(["k1", "k2"]))
        evaluation.knowledge.hasAskedForKeys = true
        #expect(self.fixture.answer(&evaluation) == .admitted)
    }
}
