import NexusCore
import Testing

@testable import NexusAuth

/// A request that every stage would refuse is refused by the first; what stands behind it is not reached.
@Suite struct GateOrderTests {
    private let directory = CountingDirectory(["acme": .suspended])
    private let checked = Counter()

    private var requirement: Requirement {
        .custom("asked") { _ in
            self.checked.increment()
            return false
        }
    }

    private func fixture(_ limits: RateLimitConfig = RateLimitConfig(), address: RouteLimit? = nil) throws -> GateFixture {
        try GateFixture(
            requirements: [self.requirement], tenancy: TenantConfig(directory: self.directory), limits: limits, addressLimit: address)
    }

    @Test func theOrderIsTheDeclaredOne() {
        var order: [GateStage] = []
        var stage: GateStage? = .preflight
        while let current = stage, order.count < 100 {
            order.append(current)
            stage = current.next
        }
        #expect(order == GateStage.allCases)
        #expect(order == [.preflight, .addressLimit, .token, .tenant, .identityLimit, .requirement])
    }

    @Test func anAdmittedRequestPassesThemAll() async throws {
        let fixture = try GateFixture(addressLimit: RouteLimit(requestsPerMinute: 100))
        let settled = try await fixture.settle(fixture.facts(try fixture.token(roles: ["admin"])), fixture.route(.requireRole("admin")))
        #expect(settled.answer == .admitted)
        #expect(settled.stages == GateStage.allCases)
        #expect(settled.evaluation.stage == nil)
    }

    @Test func aPreflightIsAnsweredBeforeAnythingIsAsked() async throws {
        let fixture = try self.fixture(address: RouteLimit(requestsPerMinute: 1))
        var facts = fixture.facts("forged")
        facts.method = .options
        facts.isPreflight = true
        for _ in 0..<3 {
            let settled = try await fixture.settle(facts, fixture.route(self.requirement))
            #expect(settled.answer == .preflight && settled.stages == [.preflight])
        }
        #expect(fixture.charged == 0)
        #expect(fixture.gate.verifier?.cacheStatistics == VerifiedTokenCache.Statistics())
    }

    @Test func aUsedUpAddressLooksAtNoToken() async throws {
        let fixture = try self.fixture(address: RouteLimit(requestsPerMinute: 1))
        _ = fixture.answer(fixture.facts(nil), fixture.route(nil))
        let charged = fixture.charged
        let settled = try await fixture.settle(fixture.facts(try fixture.token(roles: [])), fixture.route(self.requirement))
        #expect(settled.answer == .limited && settled.stages == [.preflight, .addressLimit])
        #expect(settled.evaluation.limit?.rule.name == "address")
        #expect(fixture.charged == charged + 1)
        #expect(fixture.gate.verifier?.cacheStatistics == VerifiedTokenCache.Statistics())
        #expect(self.directory.calls.value == 0 && self.checked.value == 0)
    }

    @Test func aRefusedTokenReachesNoTenantAndNoRequirement() async throws {
        let fixture = try self.fixture()
        let settled = try await fixture.settle(fixture.facts("forged"), fixture.route(self.requirement))
        #expect(settled.answer == .invalidToken && settled.evaluation.refusal?.stage == .token)
        #expect(settled.stages == [.preflight, .addressLimit, .token, .tenant, .identityLimit])
        #expect(settled.evaluation.limit?.decision.remaining == 119)
        #expect(self.directory.calls.value == 0 && self.checked.value == 0)
    }

    @Test func aRefusedTenantIsChargedAndReachesNoRequirement() async throws {
        let fixture = try self.fixture()
        let settled = try await fixture.settle(fixture.facts(try fixture.token(roles: [])), fixture.route(self.requirement))
        #expect(settled.answer == .tenantForbidden && settled.evaluation.refusal?.stage == .tenant)
        #expect(settled.stages == [.preflight, .addressLimit, .token, .tenant, .identityLimit])
        #expect(settled.evaluation.limit?.decision.remaining == 119 && settled.evaluation.tenant == nil)
        #expect(self.directory.calls.value == 1 && self.checked.value == 0)
    }

    @Test func aUsedUpLimitIsTheAnswerWhateverElseWasWrong() async throws {
        let limits = RateLimitConfig(requestsPerMinute: 1, burstSize: 0)
        let fixture = try self.fixture(limits)
        let token = try fixture.token(roles: [])
        for (facts, first) in [
            (fixture.facts(nil), GateFixture.Answer.missingToken), (fixture.facts("x.y.z", from: IPAddress(v4: 5)), .invalidToken),
            (fixture.facts(token), .tenantForbidden),
        ] {
            #expect(try await fixture.settle(facts, fixture.route(self.requirement)).answer == first)
            let second = try await fixture.settle(facts, fixture.route(self.requirement))
            #expect(second.answer == .limited && second.evaluation.refusal?.stage == .identityLimit)
            #expect(second.evaluation.refusal?.rejection.retryAfter == 60)
        }
        #expect(self.checked.value == 0)
    }

    @Test func aUsedUpLimitAsksNoCheck() async throws {
        let fixture = try GateFixture(
            requirements: [self.requirement], tenancy: nil, limits: RateLimitConfig(requestsPerMinute: 1, burstSize: 0))
        let facts = fixture.facts(try fixture.token(roles: []))
        #expect(try await fixture.settle(facts, fixture.route(self.requirement)).answer == .forbidden)
        #expect(try await fixture.settle(facts, fixture.route(self.requirement)).answer == .limited)
        #expect(self.checked.value == 1)
    }

    @Test func tooManyFailedTokensStandBeforeTheSignature() throws {
        let fixture = try GateFixture(limits: RateLimitConfig(failedTokensPerMinute: 2))
        let profile = fixture.route(.anyIdentity)
        let known = try fixture.token(roles: ["viewer"])
        #expect(fixture.answer(fixture.facts(known), profile) == .admitted)
        for _ in 0..<2 { #expect(fixture.answer(fixture.facts("\(known.dropLast(4))AAAA"), profile) == .invalidToken) }

        let unknown = try fixture.token(roles: ["editor"])
        var refused = Evaluation(facts: fixture.facts(unknown), policy: profile)
        #expect(fixture.answer(&refused) == .limited && refused.refusal?.stage == .token)
        #expect(refused.refusal?.rejection.retryAfter == 30 && refused.principal == nil)
        // Had its signature been checked, it would be remembered.
        #expect(fixture.gate.verifier?.cacheStatistics.entries == 1)
        #expect(fixture.answer(fixture.facts(known), profile) == .admitted)
        #expect(fixture.answer(fixture.facts(unknown, from: IPAddress(v4: 7)), profile) == .admitted)

        let fresh = try fixture.token(["sub": "u9", "tenant_id": "acme"])
        var open = Evaluation(facts: fixture.facts(fresh), policy: fixture.route(nil))
        #expect(fixture.answer(&open) == .admitted && open.principal == nil)
    }
}
