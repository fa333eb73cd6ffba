import Foundation
import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

/// A gate with every stage, and requests for it.
struct GateFixture {
    /// A verdict in a form that compares.
    enum Answer: Sendable, Hashable {
        case admitted
        case preflight
        case rejected(Int, ErrorCode)
        case waiting
    }

    static let rbac: RBACConfig = [
        "admin": ["*"],
        "editor": ["read:*", "write:articles"],
        "viewer": ["read:*"],
        "lead": Role(permissions: ["delete:articles"], inherits: ["editor"]),
        "intern": Role(inherits: ["lead"], deny: ["delete:*"]),
        "super_admin": ["read:*"],
        "owner": Role(inherits: ["super_admin"]),
    ]
    static let requirements: [Requirement] = [
        .anyIdentity, .requireRole("admin"), .requireRole("editor"), .requirePermission("read:articles"),
        .requirePermission("delete:articles"),
    ]
    /// Steps of the property tests: `NEXUS_PROPERTY_STEPS`, by default what a debug build does in seconds.
    static let propertySteps = ProcessInfo.processInfo.environment["NEXUS_PROPERTY_STEPS"].flatMap(Int.init) ?? 100_000

    let access: AccessPolicy
    let gate: Gate
    let client = IPAddress(v4: 0xC000_0201)
    let now = JWTFixture.moment()

    init(
        rbac: RBACConfig? = GateFixture.rbac, defaultRole: String? = nil, requirements: [Requirement] = GateFixture.requirements,
        tenancy: TenantConfig? = TenantConfig(), limits: RateLimitConfig? = RateLimitConfig(), addressLimit: RouteLimit? = nil,
        store: (any RateLimitStore)? = nil, jwt: JWTConfig? = nil, keys: RemoteKeySet? = nil
    ) throws {
        let access = try AccessPolicy(
            rbac: rbac, defaultRole: defaultRole, requirements: requirements, namedRoles: tenancy.map { [$0.adminRole] } ?? [])
        let config = try jwt ?? (keys == nil ? JWTFixture.config() : JWTConfig(algorithm: .es256, jwksURL: "https://issuer.example/jwks"))
        let policy = try config.compile { location, algorithms, _ throws(KeySetError) in
            if let keys { return keys }
            return try RemoteKeySet(location, algorithms: algorithms, fetcher: NoFetcher())
        }
        self.access = access
        self.gate = Gate(
            verifier: TokenVerifier(policy: policy) { access.principal(for: $0) },
            extraction: TokenExtraction(config),
            tenancy: tenancy.map { TenantStage(config: $0, adminRole: access.number(ofRole: $0.adminRole)) },
            limiter: try limits.map { try Limiter($0, addressLimit: addressLimit, store: store, seed: SipHash128.Key(1, 2)) }
        )
    }

    /// A route's policy; open without a requirement.
    func route(_ requirement: Requirement?, isTenantExcluded: Bool = false, limitRule: Int? = 0) -> RoutePolicy {
        RoutePolicy(
            route: 0,
            template: "/route",
            access: requirement.map { .restricted(CompiledRequirement($0, policy: self.access)) } ?? .open,
            isTenantExcluded: isTenantExcluded,
            limitRule: limitRule
        )
    }

    func token(_ claims: JSONObject, algorithm: JWTAlgorithm = .hs256, keyID: String? = nil) throws -> String {
        var all: JSONObject = ["sub": "u1", "exp": .integer(JWTFixture.now + 600)]
        for member in claims.members { all[member.name] = member.value }
        return try JWTFixture.signer(algorithm, keyID: keyID).sign(all)
    }

    func token(roles: [String], tenant: String? = "acme") throws -> String {
        var claims: JSONObject = ["roles": .array(roles.map { .string($0) })]
        if let tenant { claims["tenant_id"] = .string(tenant) }
        return try self.token(claims)
    }

    func facts(_ token: String?, tenantHeader: [String] = [], from client: IPAddress? = nil) -> RequestFacts {
        var facts = RequestFacts(method: .get, clientAddress: client ?? self.client)
        if let token { facts.tokenHeader = RequestFacts.Field("Bearer \(token)") }
        for line in tenantHeader { facts.tenantHeader.add(line) }
        return facts
    }

    /// Asks once.
    func answer(_ evaluation: inout Evaluation) -> Answer { Answer(self.gate.decide(&evaluation, now: self.now)) }

    /// Asks once about a request that needs nothing from outside.
    func answer(_ facts: RequestFacts, _ policy: RoutePolicy) -> Answer {
        var evaluation = Evaluation(facts: facts, policy: policy)
        return self.answer(&evaluation)
    }

    /// Asks, learns and asks again until there is a decision.
    func settle(_ evaluation: inout Evaluation) async throws -> Answer {
        for _ in 0..<20 {
            let verdict = self.gate.decide(&evaluation, now: self.now)
            guard case .wait(let wait) = verdict else { return Answer(verdict) }
            try await self.gate.learn(wait, for: &evaluation)
        }
        return .waiting
    }

    func settle(_ facts: RequestFacts, _ policy: RoutePolicy) async throws -> Evaluation.Settled {
        var evaluation = Evaluation(facts: facts, policy: policy, isExplained: true)
        return Evaluation.Settled(answer: try await self.settle(&evaluation), evaluation: evaluation)
    }

    /// Requests that the limiter has let pass and refused, all rules together.
    var charged: UInt64 {
        self.gate.limiter?.counters.rules.reduce(0) { $0 + $1.allowed + $1.limited + $1.shadowed } ?? 0
    }
}

extension Evaluation {
    struct Settled: Sendable {
        let answer: GateFixture.Answer
        let evaluation: Evaluation

        /// The stages that were entered, in order.
        var stages: [GateStage] {
            (self.evaluation.findings ?? []).reduce(into: []) { if $0.last != $1.stage { $0.append($1.stage) } }
        }
    }
}

extension GateFixture.Answer {
    init(_ verdict: Gate.Verdict) {
        switch verdict {
        case .admit: self = .admitted
        case .preflight: self = .preflight
        case .reject(let rejection): self = .rejected(rejection.status, rejection.code)
        case .wait: self = .waiting
        }
    }

    static let missingToken = Self.rejected(401, .missingToken)
    static let invalidToken = Self.rejected(401, .invalidToken)
    static let expired = Self.rejected(401, .tokenExpired)
    static let forbidden = Self.rejected(403, .forbidden)
    static let tenantRequired = Self.rejected(403, .tenantRequired)
    static let tenantForbidden = Self.rejected(403, .tenantForbidden)
    static let limited = Self.rejected(429, .rateLimited)
    static let unavailable = Self.rejected(503, .unavailable)
}

/// A shared limit store that counts how often it is asked.
final class CountingStore: RateLimitStore {
    struct Away: Error {}

    let calls = Counter()
    private let allows: Bool
    let isAvailable: Bool

    init(allows: Bool = true, isAvailable: Bool = true) {
        self.allows = allows
        self.isAvailable = isAvailable
    }

    func take(key: String, rule: LimitRule) async throws -> LimitDecision {
        self.calls.increment()
        guard self.isAvailable else { throw Away() }
        return LimitDecision(isAllowed: self.allows, remaining: 7, resetAfter: 0, retryAfter: self.allows ? 0 : 3_000_000_000)
    }
}

/// A tenant directory that counts how often it is asked.
final class CountingDirectory: TenantDirectory {
    struct Away: Error {}

    let calls = Counter()
    private let tenants: [String: TenantStatus]?

    /// Without tenants it is away.
    init(_ tenants: [String: TenantStatus]?) {
        self.tenants = tenants
    }

    func status(of tenant: TenantID) async throws -> TenantStatus {
        self.calls.increment()
        guard let tenants = self.tenants else { throw Away() }
        return tenants[tenant.rawValue] ?? .unknown
    }
}
