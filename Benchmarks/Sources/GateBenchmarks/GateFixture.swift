import NexusAuth
import NexusCore

/// The enterprise stack as the gate sees it, with tokens to send through it.
struct GateFixture: Sendable {
    static let now = Moment(unixNanoseconds: 1_700_000_000_000_000_000, uptimeNanoseconds: 1_000_000_000)

    let gate: Gate
    let verifier: TokenVerifier
    let policy: RoutePolicy
    let signer: TokenSigner
    let address: IPAddress

    /// - Parameters:
    ///   - algorithm: What tokens are signed with.
    ///   - cachedTokens: How many verified tokens are remembered.
    ///   - requestsPerMinute: The limit of the route.
    ///   - requirement: What the route needs.
    ///   - roles: Further roles.
    init(
        _ algorithm: JWTAlgorithm = .hs256, cachedTokens: Int = 10_000, requestsPerMinute: Int = 10_000_000,
        requirement: Requirement = .requirePermission("read:profile"), roles: Int = 0
    ) throws {
        let secret = Array("0123456789abcdef0123456789abcdef".utf8)
        let key = algorithm == .hs256 ? try SigningKey(secret: secret) : try SigningKey.generate(for: algorithm)
        var jwt = JWTConfig(algorithm: algorithm)
        if let pem = key.publicPEM { jwt.publicKey = .value(pem) } else { jwt.secret = .bytes(secret) }
        jwt.limits.cachedTokens = cachedTokens

        let further = (0..<roles).map { (name: "role\($0)", role: Role(permissions: ["read:resource\($0)"])) }
        let access = try AccessPolicy(
            rbac: RBACConfig([(name: "admin", role: ["*"]), (name: "user", role: ["read:*"])] + further),
            defaultRole: nil,
            requirements: [requirement],
            optionalRequirements: (0..<roles).map { .requirePermission("read:resource\($0)") },
            namedRoles: ["super_admin"]
        )
        let limiter = try Limiter(
            RateLimitConfig(requestsPerMinute: requestsPerMinute, burstSize: 0, failedTokensPerMinute: 10_000_000))
        let tenants = TenantConfig()
        let verification = try jwt.compile { _, _, _ throws(KeySetError) in throw KeySetError(.badLocation, "no key set is fetched here") }
        self.verifier = TokenVerifier(policy: verification) { access.principal(for: $0) }
        self.gate = Gate(
            verifier: self.verifier,
            extraction: TokenExtraction(jwt),
            tenancy: TenantStage(config: tenants, adminRole: access.number(ofRole: tenants.adminRole)),
            limiter: limiter
        )
        self.policy = RoutePolicy(
            route: 0, template: "/profile", access: .restricted(CompiledRequirement(requirement, policy: access)), isTenantExcluded: false,
            limitRule: limiter.generalRule)
        self.signer = TokenSigner(key, algorithm: algorithm)
        guard let address = IPAddress("192.0.2.1") else { throw FixtureError("no address") }
        self.address = address
    }

    func token(user: Int = 1, role: String = "user", tenant: Int = 1) throws -> String {
        try self.signer.sign([
            "sub": .string("user-\(user)"), "roles": .array([.string(role)]), "tenant_id": .string("tenant-\(tenant)"),
            "exp": 1_700_003_600,
        ])
    }

    /// Takes a request through the whole gate.
    func decide(_ header: RequestFacts.Field) -> Gate.Verdict {
        var facts = RequestFacts(method: .get, clientAddress: self.address)
        facts.tokenHeader = header
        var evaluation = Evaluation(facts: facts, policy: self.policy)
        return self.gate.decide(&evaluation, now: Self.now)
    }
}
