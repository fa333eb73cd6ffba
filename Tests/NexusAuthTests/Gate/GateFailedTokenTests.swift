import NexusCore
import Testing

@testable import NexusAuth

/// What a token that is not accepted costs its address.
@Suite struct GateFailedTokenTests {
    private func limits(_ perMinute: Int, shadow: Bool = false) -> RateLimitConfig {
        RateLimitConfig(failedTokensPerMinute: perMinute, shadow: shadow)
    }

    private func rule(_ fixture: GateFixture) throws -> LimitCounters.Rule {
        try #require(fixture.gate.limiter?.counters.rules.first { $0.name == "failed_tokens" })
    }

    @Test func `Expired and malformed tokens of an address do not keep its fresh tokens out`() throws {
        let fixture = try GateFixture(limits: self.limits(2))
        let profile = fixture.route(.anyIdentity)
        let expired = try fixture.token(["exp": .integer(JWTFixture.now - 1), "tenant_id": "acme"])
        for _ in 0..<20 {
            #expect(fixture.answer(fixture.facts(expired), profile) == .expired)
            #expect(fixture.answer(fixture.facts("x.y.z"), profile) == .invalidToken)
        }
        var fresh = try Evaluation(facts: fixture.facts(fixture.token(roles: ["viewer"])), policy: profile)
        #expect(fixture.answer(&fresh) == .admitted)
        let rule = try self.rule(fixture)
        #expect(rule.allowed == 0)
        // The address itself has paid for each of them.
        let general = fixture.gate.limiter?.counters.rules.first { $0.name == "default" }
        #expect(general?.allowed == 41)
    }

    @Test func `The refusal carries the figures of its limit and is counted`() throws {
        let fixture = try GateFixture(limits: self.limits(1))
        let forged = "\(try fixture.token(roles: ["admin"]).dropLast(4))AAAA"
        #expect(fixture.answer(fixture.facts(forged), fixture.route(.anyIdentity)) == .invalidToken)
        var refused = Evaluation(facts: fixture.facts(forged), policy: fixture.route(.anyIdentity))
        #expect(fixture.answer(&refused) == .limited)
        let limit = try #require(refused.limit)
        #expect(limit.rule.name == "failed_tokens" && limit.decision.remaining == 0)
        #expect(fixture.gate.limiter?.rules[limit.ruleIndex] == limit.rule)
        let rule = try self.rule(fixture)
        #expect(rule.allowed == 1 && rule.limited == 1 && rule.shadowed == 0)
    }

    @Test func `In shadow it is recorded and counted, and the token is looked at`() throws {
        let fixture = try GateFixture(limits: self.limits(1, shadow: true))
        let profile = fixture.route(.anyIdentity)
        let forged = "\(try fixture.token(roles: ["admin"]).dropLast(4))AAAA"
        #expect(fixture.answer(fixture.facts(forged), profile) == .invalidToken)
        var second = Evaluation(facts: fixture.facts(forged), policy: profile)
        #expect(fixture.answer(&second) == .invalidToken)
        #expect(second.shadowed == ["limit failed_tokens"])
        var genuine = Evaluation(facts: fixture.facts(try fixture.token(roles: ["viewer"])), policy: profile)
        #expect(fixture.answer(&genuine) == .admitted)
        #expect(genuine.shadowed == ["limit failed_tokens"])
        let rule = try self.rule(fixture)
        #expect(rule.allowed == 1 && rule.limited == 0 && rule.shadowed == 2)
    }
}
