import NexusCore
import Testing

@testable import NexusAuth

@Suite struct TenantRuleTests {
    private func decide(
        _ config: TenantConfig = TenantConfig(), claim: String?, header: TenantRule.HeaderValue = .absent, isAdmin: Bool = false,
        isExcluded: Bool = false
    ) -> String {
        var roles = BitSet()
        if isAdmin { roles.insert(70) }
        switch TenantRule(config: config, adminRole: 70).decide(claim: claim, header: header, roles: roles, isExcluded: isExcluded) {
        case .none: return "none"
        case .tenant(let tenant, let isOverride): return isOverride ? "override \(tenant)" : "\(tenant)"
        case .refused(let rejection, _): return rejection.code.rawValue
        }
    }

    @Test func theClaimDecidesAndTheHeaderMayRepeatIt() {
        #expect(self.decide(claim: "acme") == "acme")
        #expect(self.decide(claim: "acme", header: .one("acme")) == "acme")
        #expect(self.decide(claim: "acme", header: .one("acme"), isAdmin: true) == "acme")
        #expect(self.decide(claim: "acme", header: .one("globex")) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", header: .repeated) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", header: .repeated, isAdmin: true) == "tenant_forbidden")
        #expect(self.decide(claim: nil, header: .one("acme")) == "tenant_forbidden")
    }

    @Test func whoHasNoneNeedsOneUnlessConfigured() {
        #expect(self.decide(claim: nil) == "tenant_required")
        #expect(self.decide(claim: nil, isAdmin: true) == "tenant_required")
        #expect(self.decide(claim: nil, isExcluded: true) == "none")
        #expect(self.decide(TenantConfig(required: false), claim: nil) == "none")
        #expect(self.decide(TenantConfig(required: false), claim: nil, header: .one("acme")) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", isExcluded: true) == "acme")
        #expect(self.decide(claim: nil, header: .one("acme"), isExcluded: true) == "tenant_forbidden")
    }

    @Test func theAdminRoleAloneMayChoose() {
        #expect(self.decide(claim: "hq", header: .one("acme"), isAdmin: true) == "override acme")
        #expect(self.decide(claim: nil, header: .one("acme"), isAdmin: true) == "override acme")
        #expect(
            self.decide(TenantConfig(allowAdminOverride: false), claim: "hq", header: .one("acme"), isAdmin: true) == "tenant_forbidden")
        #expect(self.decide(claim: "hq", header: .one("ac me"), isAdmin: true) == "tenant_forbidden")
        #expect(self.decide(claim: "hq", header: .one(""), isAdmin: true) == "tenant_forbidden")
        let rule = TenantRule(config: TenantConfig(), adminRole: nil)
        let everyRole = (0..<200).reduce(into: BitSet()) { $0.insert($1) }
        guard case .refused = rule.decide(claim: "hq", header: .one("acme"), roles: everyRole, isExcluded: false) else {
            Issue.record("without an admin role nobody may choose")
            return
        }
    }

    @Test(arguments: [
        "", " acme", "acme ", "ac me", "acme\0", "acme\n", "\u{430}cme", "acm\u{435}", "\u{ff41}cme", "acme\u{200b}", "acme\u{301}",
        "\u{212A}",
        "a/b", "a,b", "a{b", "*", "acme\u{7f}", String(repeating: "a", count: 129), String(repeating: "a", count: 10_240),
    ])
    func whatIsNoIdentifierIsNoTenant(candidate: String) {
        #expect(self.decide(claim: candidate) == "tenant_forbidden")
        #expect(self.decide(claim: candidate, header: .one(candidate), isAdmin: true) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", header: .one(candidate)) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", header: .one(candidate), isAdmin: true) == "tenant_forbidden")
    }

    @Test func identifiersAreComparedByTheirBytes() {
        #expect(self.decide(claim: "K", header: .one("\u{212A}")) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", header: .one("Acme")) == "tenant_forbidden")
        #expect(self.decide(claim: "acme", header: .one("Acme"), isAdmin: true) == "override Acme")
        #expect(self.decide(claim: String(repeating: "a", count: 128)) == String(repeating: "a", count: 128))
        #expect(self.decide(claim: "A-z_0.9:x@y") == "A-z_0.9:x@y")
    }
}
