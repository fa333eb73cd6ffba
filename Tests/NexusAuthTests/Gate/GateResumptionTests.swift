import NexusCore
import Testing

@testable import NexusAuth

/// What waits goes on where it stopped: nothing is asked or charged twice.
@Suite struct GateResumptionTests {
    @Test func everyQuestionIsAskedOnce() async throws {
        let store = CountingStore()
        let directory = CountingDirectory(["acme": .active])
        let (resolved, first, second) = (Counter(), Counter(), Counter())
        let requirement: Requirement = .all(
            .custom("first") { context in
                first.increment()
                return context.tenant?.rawValue == "acme"
            },
            .custom("second") { context in
                second.increment()
                return context.parameters["id"] == "7"
            }
        )
        let fixture = try GateFixture(
            requirements: [requirement],
            tenancy: TenantConfig(directory: directory) { identity in
                resolved.increment()
                return identity.userID == "u1" ? "acme" : nil
            },
            addressLimit: RouteLimit(requestsPerMinute: 100), store: store)
        var facts = fixture.facts(try fixture.token([:]))
        facts.parameters = ["id": "7"]
        var evaluation = Evaluation(facts: facts, policy: fixture.route(requirement))
        var waits = 0
        while case .wait(let wait) = fixture.gate.decide(&evaluation, now: fixture.now), waits < 20 {
            // Asking again before anything was learnt changes nothing.
            #expect(fixture.answer(&evaluation) == .waiting)
            try await fixture.gate.learn(wait, for: &evaluation)
            waits += 1
        }
        #expect(waits == 5)
        #expect(fixture.answer(&evaluation) == .admitted)
        #expect([resolved, directory.calls, store.calls, first, second].map(\.value) == [1, 1, 1, 1, 1])
        #expect(evaluation.limit?.decision.remaining == 7)
        let address = try #require(fixture.gate.limiter?.counters.rules.first { $0.name == "address" })
        #expect(address.allowed == 1)
    }

    @Test func aDecisionIsRepeatedAndChargesNobody() throws {
        let fixture = try GateFixture()
        for (token, expected) in [
            (nil, GateFixture.Answer.missingToken), ("x.y.z", .invalidToken), (try fixture.token(roles: ["viewer"]), .forbidden),
            (try fixture.token(roles: ["viewer"], tenant: nil), .tenantRequired), (try fixture.token(roles: ["admin"]), .admitted),
        ] {
            var evaluation = Evaluation(facts: fixture.facts(token), policy: fixture.route(.requireRole("admin")))
            #expect(fixture.answer(&evaluation) == expected)
            let charged = fixture.charged
            for _ in 0..<3 { #expect(fixture.answer(&evaluation) == expected) }
            #expect(fixture.charged == charged)
        }
    }

    @Test func aStoreThatIsAwayDoesWhatThePolicySays() async throws {
        for (policy, expected) in [
            (FailurePolicy.open, GateFixture.Answer.admitted), (.closed, .unavailable), (.local, .admitted),
        ] {
            let store = CountingStore(isAvailable: false)
            let fixture = try GateFixture(limits: RateLimitConfig(failOpen: policy), store: store)
            let settled = try await fixture.settle(fixture.facts(try fixture.token(roles: ["admin"])), fixture.route(.anyIdentity))
            #expect(settled.answer == expected)
            #expect(settled.evaluation.limit?.isDegraded == (policy == .closed ? nil : true))
            #expect(store.calls.value == 1)
        }
    }

    @Test func aStoreThatRefusesOverrulesARefusedToken() async throws {
        let fixture = try GateFixture(store: CountingStore(allows: false))
        let settled = try await fixture.settle(fixture.facts("x.y.z"), fixture.route(.anyIdentity))
        #expect(settled.answer == .limited && settled.evaluation.refusal?.rejection.retryAfter == 3)
        #expect(settled.evaluation.tokenFailure != nil)
    }

    @Test func aKeySetThatIsAwayIsWaitedForOnceAndOnRestrictedRoutesAlone() async throws {
        let fixture = try GateFixture(keys: try JWTFixture.remoteKeys([.es256]))
        let facts = fixture.facts(try fixture.token(["tenant_id": "acme"], algorithm: .es256, keyID: "k1"))

        var open = Evaluation(facts: facts, policy: fixture.route(nil))
        #expect(fixture.answer(&open) == .admitted && open.principal == nil)

        var restricted = Evaluation(facts: facts, policy: fixture.route(.anyIdentity))
        #expect(fixture.answer(&restricted) == .waiting)
        #expect(try await fixture.settle(&restricted) == .unavailable)
        #expect(restricted.limit?.decision.remaining == 118 && restricted.tokenFailure == nil)
    }

    @Test func keysThatArriveWhileARequestWaitsLetItPass() async throws {
        let keys = try JWTFixture.remoteKeys([.es256])
        let fixture = try GateFixture(keys: keys)
        let facts = fixture.facts(try fixture.token(["tenant_id": "acme"], algorithm: .es256, keyID: "k1"))
        var evaluation = Evaluation(facts: facts, policy: fixture.route(.anyIdentity))
        #expect(fixture.answer(&evaluation) == .waiting)
        let published = JWTFixture.jwks([try JWTFixture.key(.es256).publicJWK(keyID: "k1")])
        keys.install(try KeyRing(jwks: published, allowed: AlgorithmSet([.es256])))
        #expect(fixture.answer(&evaluation) == .admitted)
        #expect(evaluation.principal?.identity.userID == "u1")
    }

    @Test(arguments: [true, false])
    func whatATenantIsLookedUpInMayBeAway(isResolver: Bool) async throws {
        struct Away: Error {}
        let tenancy =
            isResolver ? TenantConfig(resolver: { _ in throw Away() }) : TenantConfig(directory: CountingDirectory(nil))
        let fixture = try GateFixture(tenancy: tenancy)
        let facts = fixture.facts(try fixture.token(roles: ["admin"]))
        #expect(try await fixture.settle(facts, fixture.route(.anyIdentity)).answer == .unavailable)
        let open = try await fixture.settle(facts, fixture.route(nil))
        #expect(open.answer == .admitted && open.evaluation.tenant == nil && open.evaluation.principal != nil)
    }

    @Test func theSameRequestGetsTheSameAnswer() throws {
        let tokens: [String?] = try {
            let fixture = try GateFixture()
            return [
                nil, "", "x", "x.y.z", try fixture.token(roles: ["admin"]), try fixture.token(roles: []),
                try fixture.token(roles: ["editor"], tenant: nil), try fixture.token(["tenant_id": 5]),
                try fixture.token(["exp": .integer(1)]),
            ]
        }()
        let requirements: [Requirement?] = [nil] + GateFixture.requirements
        var random = SeededRandom(4)
        let (one, two) = (try GateFixture(), try GateFixture())
        for _ in 0..<2_000 {
            let token = tokens[Int.random(in: 0..<tokens.count, using: &random)]
            let requirement = requirements[Int.random(in: 0..<requirements.count, using: &random)]
            let header = [[], ["acme"], ["globex"], ["acme", "acme"]][Int.random(in: 0..<4, using: &random)]
            let client = IPAddress(v4: UInt32.random(in: 1...30, using: &random))
            let answers = [one, two].map { fixture in
                var evaluation = Evaluation(
                    facts: fixture.facts(token, tenantHeader: header, from: client), policy: fixture.route(requirement), isExplained: true)
                return [
                    "\(fixture.answer(&evaluation))", "\(evaluation.findings ?? [])", "\(evaluation.limit as Any)",
                    "\(evaluation.tenant as Any)",
                ]
            }
            // The second gate has the first one's history; the cache is the only word that may differ.
            #expect(answers[0] == answers[1])
        }
    }
}
