import NexusCore
import Testing

@testable import NexusAuth

@Suite struct GateTableTests {
    enum Credential: String, Sendable, CaseIterable {
        case none, editor, lead, admin, expired, forged, garbage, twice, basic, refresh

        func lines(_ fixture: GateFixture) throws -> [String] {
            switch self {
            case .none: []
            case .editor: ["Bearer \(try fixture.token(roles: ["editor"]))"]
            case .lead: ["Bearer \(try fixture.token(roles: ["lead"]))"]
            case .admin: ["Bearer \(try fixture.token(roles: ["admin"]))"]
            case .expired: ["Bearer \(try fixture.token(["exp": .integer(JWTFixture.now - 1), "tenant_id": "acme"]))"]
            case .forged: ["Bearer \(try fixture.token(roles: ["admin"]).dropLast(4))AAAA"]
            case .garbage: ["Bearer x.y"]
            case .twice: ["Bearer \(try fixture.token(roles: ["admin"]))", "Bearer \(try fixture.token(roles: ["editor"]))"]
            case .basic: ["Basic dTpw"]
            case .refresh: ["Bearer \(try fixture.token(["token_type": "refresh", "roles": ["admin"], "tenant_id": "acme"]))"]
            }
        }
    }

    enum Route: String, Sendable, CaseIterable {
        case open, profile, adminOnly, editorOnly, read, delete

        var requirement: Requirement? {
            switch self {
            case .open: nil
            case .profile: .anyIdentity
            case .adminOnly: .requireRole("admin")
            case .editorOnly: .requireRole("editor")
            case .read: .requirePermission("read:articles")
            case .delete: .requirePermission("delete:articles")
            }
        }

        func admits(_ credential: Credential) -> Bool {
            switch self {
            case .open, .profile, .read: true
            case .adminOnly: credential == .admin
            case .editorOnly: credential == .editor || credential == .lead
            case .delete: credential == .lead || credential == .admin
            }
        }
    }

    /// What the contract says, "Answers".
    private func expected(_ credential: Credential, _ route: Route) -> GateFixture.Answer {
        if route == .open { return .admitted }
        switch credential {
        case .none, .basic: return .missingToken
        case .expired: return .expired
        case .forged, .garbage, .twice, .refresh: return .invalidToken
        case .editor, .lead, .admin: return route.admits(credential) ? .admitted : .forbidden
        }
    }

    @Test(arguments: Credential.allCases, Route.allCases)
    func answersAsTheContractSays(credential: Credential, route: Route) throws {
        let fixture = try GateFixture()
        var facts = fixture.facts(nil)
        facts.tokenHeader = RequestFacts.Field(lines: try credential.lines(fixture))
        var evaluation = Evaluation(facts: facts, policy: fixture.route(route.requirement))
        #expect(fixture.answer(&evaluation) == self.expected(credential, route))
        let isIdentified = [.editor, .lead, .admin].contains(credential)
        #expect((evaluation.principal != nil) == isIdentified)
        #expect(evaluation.tenant?.rawValue == (isIdentified ? "acme" : nil))
        #expect((evaluation.refusal == nil) == (self.expected(credential, route) == .admitted))
        // Every one of them was charged, whatever came of it.
        #expect(evaluation.limit?.decision.remaining == 119)
    }

    @Test(arguments: [Credential.expired, .forged, .garbage, .twice, .refresh])
    func `On an open route a bad token is anonymous, and charged where its signature was checked in vain`(credential: Credential) throws {
        let fixture = try GateFixture(limits: RateLimitConfig(failedTokensPerMinute: 5))
        var facts = fixture.facts(nil)
        facts.tokenHeader = RequestFacts.Field(lines: try credential.lines(fixture))
        var evaluation = Evaluation(facts: facts, policy: fixture.route(nil))
        #expect(fixture.answer(&evaluation) == .admitted)
        #expect(evaluation.principal == nil && evaluation.tokenFailure != nil && evaluation.refusal == nil)
        let left = fixture.gate.limiter?.failedTokensLeft(for: fixture.client, now: fixture.now)?.remaining
        #expect(left == (credential == .forged ? 4 : 5))
    }

    @Test func withoutAuthenticationNothingRestrictedOpens() throws {
        let fixture = try GateFixture()
        let gate = Gate(verifier: nil, extraction: TokenExtraction(JWTConfig()), tenancy: nil, limiter: nil)
        let facts = fixture.facts(try fixture.token(roles: ["admin"]))
        var restricted = Evaluation(facts: facts, policy: fixture.route(.anyIdentity))
        #expect(GateFixture.Answer(gate.decide(&restricted, now: fixture.now)) == .missingToken)
        var open = Evaluation(facts: facts, policy: fixture.route(nil))
        #expect(GateFixture.Answer(gate.decide(&open, now: fixture.now)) == .admitted)
    }

    @Test func anAssumedPrincipalNeedsNoTokenAndMeetsEveryOtherStage() throws {
        let fixture = try GateFixture()
        let gate = fixture.gate.assuming(
            fixture.access.principal(for: Identity(userID: "?", roles: ["editor"], tenantClaim: "acme"))
        ).withoutLimits
        for (route, answer) in [(Route.editorOnly, GateFixture.Answer.admitted), (.adminOnly, .forbidden)] {
            var evaluation = Evaluation(facts: fixture.facts(nil), policy: fixture.route(route.requirement), isExplained: true)
            #expect(GateFixture.Answer(gate.decide(&evaluation, now: fixture.now)) == answer)
            #expect(evaluation.tenant?.rawValue == "acme")
        }
        #expect(fixture.charged == 0)
    }

    @Test func anIdentityIsChargedToItselfAndAnyoneElseToItsAddress() throws {
        let fixture = try GateFixture(limits: RateLimitConfig(requestsPerMinute: 2, burstSize: 0))
        let profile = fixture.route(.anyIdentity)
        let token = try fixture.token(roles: ["viewer"])
        #expect(fixture.answer(fixture.facts(nil), profile) == .missingToken)
        #expect(fixture.answer(fixture.facts("garbage"), profile) == .invalidToken)
        #expect(fixture.answer(fixture.facts(nil), profile) == .limited)
        for _ in 0..<2 { #expect(fixture.answer(fixture.facts(token), profile) == .admitted) }
        #expect(fixture.answer(fixture.facts(token), profile) == .limited)
        #expect(fixture.answer(fixture.facts(token, from: IPAddress(v4: 9)), profile) == .limited)
        #expect(fixture.answer(fixture.facts(nil, from: IPAddress(v4: 9)), profile) == .missingToken)
        let other = try fixture.token(["sub": "u2", "tenant_id": "acme"])
        #expect(fixture.answer(fixture.facts(other), profile) == .admitted)
    }

    @Test func aRouteWhoseLimitIsOffChargesNobody() throws {
        let fixture = try GateFixture()
        var evaluation = Evaluation(facts: fixture.facts(nil), policy: fixture.route(.anyIdentity, limitRule: nil))
        #expect(fixture.answer(&evaluation) == .missingToken)
        #expect(evaluation.limit == nil && fixture.charged == 0)
    }

    @Test func shadowLimitsRecordAndLetPass() throws {
        let fixture = try GateFixture(limits: RateLimitConfig(requestsPerMinute: 1, burstSize: 0, shadow: true))
        let facts = fixture.facts(try fixture.token(roles: ["viewer"]))
        #expect(fixture.answer(facts, fixture.route(.anyIdentity)) == .admitted)
        var second = Evaluation(facts: facts, policy: fixture.route(.anyIdentity))
        #expect(fixture.answer(&second) == .admitted)
        #expect(second.shadowed == ["limit default"])
    }
}
