import NexusCore
import Testing

@testable import NexusAuth

/// Roles × routes × tenants, through the whole gate (reliability, fault 28).
@Suite struct TenantMatrixTests {
    enum Route: Sendable, CaseIterable {
        case open, profile, read, delete, excluded
    }

    /// What the token and the header say, and what comes of it for most and for the admin role.
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let claim: JSONValue?
        var header: [String] = []
        /// The tenant, or nothing when it is refused.
        let tenant: String?
        /// The tenant that the admin role gets, where it gets another.
        var override: String?
        var isTokenRefused = false
        var isMissing: Bool { self.claim == nil && self.header.isEmpty }
    }

    private static let long = String(repeating: "a", count: 10_240)

    static let cases = [
        Case(description: "own", claim: "acme", tenant: "acme"),
        Case(description: "own, repeated by the header", claim: "acme", header: ["acme"], tenant: "acme"),
        Case(description: "missing", claim: nil, tenant: nil),
        Case(description: "missing, header alone", claim: nil, header: ["acme"], tenant: nil, override: "acme"),
        Case(description: "empty", claim: "", tenant: nil),
        Case(description: "array", claim: ["acme"], tenant: nil, isTokenRefused: true),
        Case(description: "number", claim: 7, tenant: nil, isTokenRefused: true),
        Case(description: "null", claim: .null, tenant: nil, isTokenRefused: true),
        Case(description: "object", claim: ["id": "acme"], tenant: nil, isTokenRefused: true),
        Case(description: "other case", claim: "Acme", tenant: nil),
        Case(description: "header in other case", claim: "acme", header: ["ACME"], tenant: nil),
        Case(description: "Cyrillic a", claim: "\u{430}cme", tenant: nil),
        Case(description: "header with a Cyrillic a", claim: "acme", header: ["\u{430}cme"], tenant: nil),
        Case(description: "full width", claim: "\u{ff41}cme", tenant: nil),
        Case(description: "10 kB", claim: .string(Self.long), tenant: nil, isTokenRefused: true),
        Case(description: "header of 10 kB", claim: "acme", header: [Self.long], tenant: nil),
        Case(description: "foreign header", claim: "acme", header: ["globex"], tenant: nil, override: "globex"),
        Case(description: "unknown header", claim: "acme", header: ["ghost"], tenant: nil),
        Case(description: "suspended header", claim: "acme", header: ["closed"], tenant: nil),
        Case(description: "empty header", claim: "acme", header: [""], tenant: nil),
        Case(description: "list in the header", claim: "acme", header: ["acme, globex"], tenant: nil),
        Case(description: "header twice, the same", claim: "acme", header: ["acme", "acme"], tenant: nil),
        Case(description: "header twice, own first", claim: "acme", header: ["acme", "globex"], tenant: nil),
        Case(description: "suspended", claim: "closed", tenant: nil),
        Case(description: "unknown", claim: "ghost", tenant: nil),
        Case(description: "away from a suspended one", claim: "closed", header: ["globex"], tenant: nil, override: "globex"),
    ]

    @Test(arguments: cases, [true, false])
    func everyRoleOnEveryRoute(of tenancy: Case, allowsOverride: Bool) async throws {
        let directory = MemoryTenantDirectory(["acme": .active, "globex": .active, "closed": .suspended])
        let fixture = try GateFixture(tenancy: TenantConfig(allowAdminOverride: allowsOverride, directory: directory))
        for role in ["none", "viewer", "lead", "admin", "super_admin", "owner"] {
            for route in Route.allCases {
                var claims: JSONObject = ["roles": role == "none" ? [] : [.string(role)]]
                if let claim = tenancy.claim { claims["tenant_id"] = claim }
                let facts = fixture.facts(try fixture.token(claims), tenantHeader: tenancy.header)
                let settled = try await fixture.settle(facts, self.policy(route, fixture))
                let isAdmin = allowsOverride && (role == "super_admin" || role == "owner")
                let tenant = isAdmin ? tenancy.override ?? tenancy.tenant : tenancy.tenant
                let expected = self.expected(tenancy, role, route, tenant)
                #expect(settled.answer == expected, "\(role) on \(route)")
                #expect(settled.evaluation.tenant?.rawValue == tenant, "\(role) on \(route)")
                #expect(settled.evaluation.isTenantOverride == (tenant != nil && tenancy.claim != tenant.map { .string($0) }))
                #expect((settled.evaluation.principal == nil) == tenancy.isTokenRefused)
            }
        }
    }

    private func policy(_ route: Route, _ fixture: GateFixture) -> RoutePolicy {
        switch route {
        case .open: fixture.route(nil)
        case .profile: fixture.route(.anyIdentity)
        case .read: fixture.route(.requirePermission("read:articles"))
        case .delete: fixture.route(.requirePermission("delete:articles"))
        case .excluded: fixture.route(.anyIdentity, isTenantExcluded: true)
        }
    }

    private func expected(_ tenancy: Case, _ role: String, _ route: Route, _ tenant: String?) -> GateFixture.Answer {
        if route == .open { return .admitted }
        if tenancy.isTokenRefused { return .invalidToken }
        if tenant == nil {
            guard tenancy.isMissing else { return .tenantForbidden }
            return route == .excluded ? .admitted : .tenantRequired
        }
        switch route {
        case .open, .profile, .excluded: return .admitted
        case .read: return role == "none" ? .forbidden : .admitted
        case .delete: return role == "lead" || role == "admin" ? .admitted : .forbidden
        }
    }

    @Test func unknownAndForeignLookTheSame() async throws {
        let directory = MemoryTenantDirectory(["acme": .active, "globex": .active, "closed": .suspended])
        let fixture = try GateFixture(tenancy: TenantConfig(directory: directory))
        func rejection(_ role: String, _ header: String) async throws -> Rejection? {
            let facts = fixture.facts(try fixture.token(roles: [role]), tenantHeader: [header])
            return try await fixture.settle(facts, fixture.route(.anyIdentity)).evaluation.refusal?.rejection
        }
        for role in ["viewer", "admin"] {
            let foreign = try await rejection(role, "globex")
            #expect(foreign == .tenantForbidden)
            for other in ["ghost", "closed", "not a tenant"] { #expect(try await rejection(role, other) == foreign) }
        }
        #expect(try await rejection("owner", "ghost") == .tenantForbidden)
        #expect(try await rejection("owner", "closed") == .tenantForbidden)
    }

    @Test func aTenantThatIsSuspendedIsOutAtOnce() async throws {
        let directory = MemoryTenantDirectory(["acme": .active])
        let fixture = try GateFixture(tenancy: TenantConfig(directory: directory))
        let facts = fixture.facts(try fixture.token(roles: ["viewer"]))
        #expect(try await fixture.settle(facts, fixture.route(.anyIdentity)).answer == .admitted)
        directory.set("acme", to: .suspended)
        #expect(try await fixture.settle(facts, fixture.route(.anyIdentity)).answer == .tenantForbidden)
    }

    @Test func theResolverStandsInForTheClaimAndItsAnswerIsChecked() async throws {
        for (resolved, expected) in [
            ("globex", GateFixture.Answer.admitted), ("not a tenant", .tenantForbidden), (nil, .tenantRequired),
        ] as [(String?, GateFixture.Answer)] {
            let fixture = try GateFixture(tenancy: TenantConfig { _ in resolved })
            let settled = try await fixture.settle(fixture.facts(try fixture.token(roles: [])), fixture.route(.anyIdentity))
            #expect(settled.answer == expected)
            #expect(settled.evaluation.tenant?.rawValue == (expected == .admitted ? resolved : nil))
        }
    }

    @Test func codeBelowAHandlerSeesTheTenantOfItsTask() throws {
        #expect(TenantContext.current == nil)
        let fixture = try GateFixture()
        var evaluation = Evaluation(facts: fixture.facts(try fixture.token(roles: [])), policy: fixture.route(.anyIdentity))
        #expect(fixture.answer(&evaluation) == .admitted)
        TenantContext.$current.withValue(evaluation.tenant) { #expect(TenantContext.current?.rawValue == "acme") }
        #expect(TenantContext.current == nil)
    }
}
