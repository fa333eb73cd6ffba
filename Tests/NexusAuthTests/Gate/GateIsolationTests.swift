import NexusCore
import Testing

@testable import NexusAuth

/// Many tenants, one gate: nobody gets another's tenant, principal or bucket (reliability, I1 and I2).
@Suite struct GateIsolationTests {
    private struct Bearer {
        let token: String
        let user: String
        let tenant: String?
        let isAdmin: Bool
    }

    /// What a bucket is named by, kept apart from how the limiter names it.
    private struct Bucket: Hashable {
        let rule: Int
        let user: String?
        let tenant: String?
        let address: UInt32?
    }

    @Test(.timeLimit(.minutes(10))) func nobodyGetsWhatIsAnothers() throws {
        let fixture = try GateFixture(
            rbac: ["member": ["read:*"], "super_admin": ["*"]], requirements: [.anyIdentity, .requirePermission("read:articles")],
            limits: RateLimitConfig(
                requestsPerMinute: 3_000, burstSize: 0, routeLimits: ["/chat": RouteLimit(requestsPerMinute: 40)],
                failedTokensPerMinute: 1_000_000))
        let tenants = (0..<40).map { "tenant-\($0)" }
        var random = SeededRandom(2_026)
        // The same user names in every tenant: only the tenant tells them apart.
        var bearers: [Bearer] = []
        for tenant in tenants.map(Optional.some) + [nil] {
            for number in 0..<5 {
                let user = "user-\(number)"
                let isAdmin = number == 4
                var claims: JSONObject = ["sub": .string(user), "roles": [.string(isAdmin ? "super_admin" : "member")]]
                if let tenant { claims["tenant_id"] = .string(tenant) }
                bearers.append(Bearer(token: try fixture.token(claims), user: user, tenant: tenant, isAdmin: isAdmin))
            }
        }
        let open = fixture.route(nil)
        let restricted = fixture.route(.requirePermission("read:articles"))
        let chat = fixture.route(.anyIdentity, limitRule: try #require(fixture.gate.limiter?.rule(forTemplate: "/chat")))
        let rules = try #require(fixture.gate.limiter?.rules)
        var used: [Bucket: Int] = [:]
        var mistakes: [String] = []

        for step in 0..<GateFixture.propertySteps {
            let address = UInt32.random(in: 1...50, using: &random)
            let bearer = Int.random(in: 0..<10, using: &random) == 0 ? nil : bearers[Int.random(in: 0..<bearers.count, using: &random)]
            let isForged = Int.random(in: 0..<12, using: &random) == 0
            let header: [String] =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: [tenants[Int.random(in: 0..<tenants.count, using: &random)]]
                case 1: [bearer?.tenant ?? "tenant-0"]
                case 2: [bearer?.tenant ?? "tenant-0", tenants[Int.random(in: 0..<tenants.count, using: &random)]]
                default: []
                }
            let policy = [open, restricted, chat][Int.random(in: 0..<3, using: &random)]
            let token = bearer.map { isForged ? "\($0.token.dropLast(6))AAAAAA" : $0.token }
            var evaluation = Evaluation(
                facts: fixture.facts(token, tenantHeader: header, from: IPAddress(v4: address)), policy: policy)
            let answer = fixture.answer(&evaluation)

            let caller = isForged ? nil : bearer
            let rule = policy.limitRule ?? 0
            let bucket =
                caller.map { Bucket(rule: rule, user: $0.user, tenant: $0.tenant, address: nil) }
                ?? Bucket(rule: rule, user: nil, tenant: nil, address: address)
            let isAllowed = used[bucket, default: 0] < rules[rule].capacity
            if isAllowed { used[bucket, default: 0] += 1 }
            let tenant = caller.flatMap { Self.tenant(of: $0, header: header) }
            let isOpen = policy === open
            let expected: GateFixture.Answer =
                if !isAllowed {
                    .limited
                } else if isOpen {
                    .admitted
                } else if bearer == nil {
                    .missingToken
                } else if isForged {
                    .invalidToken
                } else if tenant != nil {
                    .admitted
                } else {
                    header.isEmpty ? .tenantRequired : .tenantForbidden
                }
            let isRight =
                answer == expected && evaluation.tenant?.rawValue == tenant && evaluation.principal?.identity.userID == caller?.user
                && evaluation.principal?.identity.tenantClaim == caller?.tenant
                && evaluation.limit?.decision.remaining == rules[rule].capacity - used[bucket, default: 0]
                && evaluation.isTenantOverride == (tenant != nil && tenant != caller?.tenant)
            if !isRight {
                mistakes.append("step \(step): \(answer), not \(expected); tenant \(evaluation.tenant as Any), not \(tenant as Any)")
            }
        }
        #expect(mistakes.prefix(5) == [])
    }

    private static func tenant(of caller: Bearer, header: [String]) -> String? {
        guard header.count < 2 else { return nil }
        guard let named = header.first, named != caller.tenant else { return caller.tenant }
        return caller.isAdmin ? named : nil
    }
}
