// What the guides in docs/ show, a function each. Compiled with the package; nothing here is called.
import Nexus
import NexusAuth
import NexusCore
import NexusSQLite
import NexusTesting

func severalIssuers() {
    // snippet.issuers
    let jwt = JWTConfig(
        issuers: [
            TrustedIssuer(
                issuer: "https://login.example.com", algorithms: [.rs256],
                jwksURL: "https://login.example.com/keys.json", audience: "articles-api"),
            TrustedIssuer(
                issuer: "https://partner.example.org", algorithms: [.es256],
                discovery: true, audience: "articles-api", claims: ClaimMapping(roles: "realm_access.roles")),
        ]
    )
    // snippet.end
    _ = jwt
}

func publicKey() {
    // snippet.public-key
    let jwt = JWTConfig(
        algorithm: .es256,
        publicKey: .file("/etc/nexus/issuer.pem"),
        issuer: "https://login.example.com",
        audience: ["articles-api", "admin-api"],
        leeway: .seconds(30),
        maxTokenAge: .seconds(8 * 3600)
    )
    // snippet.end
    _ = jwt
}

func cookies() {
    // snippet.cookie
    let jwt = JWTConfig(secret: .environment("JWT_SECRET"), tokenCookie: "session")
    // snippet.end
    _ = jwt
}

func roles() {
    // snippet.roles
    let rbac: RBACConfig = [
        "viewer": ["read:*"],
        "editor": Role(permissions: ["write:articles"], inherits: ["viewer"]),
        "support": Role(permissions: ["read:*"], deny: ["read:invoices"], description: "first line"),
        "admin": ["*"],
    ]
    // snippet.end
    _ = rbac
}

func requirements(app: Nexus, ownsArticle: @escaping @Sendable (String, String) async throws -> Bool) {
    // snippet.requirements
    app.get("/about", .public) { _ in "an API" }
    app.get("/profile", .anyIdentity) { request in ["user_id": request.identity.userID] }
    app.get("/admin", .requireRole("admin")) { _ in ["admin": true] }
    app.get("/reports", .any(.requireRole("auditor"), .requirePermission("read:reports"))) { _ in ["reports": 0] }
    app.delete("/articles/{id}", .all(.requireRole("editor"), .requirePermission("delete:articles"))) { _ in ["deleted": true] }
    // snippet.end

    // snippet.custom
    let owner = Requirement.custom("owner") { access in
        try await ownsArticle(access.parameters["id"] ?? "", access.identity.userID)
    }
    app.put("/articles/{id}", .all(.requirePermission("write:articles"), owner)) { request in
        ["id": try request.parameter("id")]
    }
    // snippet.end

    // snippet.custom-inline
    app.post("/articles/{id}/share", .custom("owner") { @Sendable access in access.identity.userID == "alice" }) { _ in
        ["shared": true]
    }
    // snippet.end

    // snippet.group
    let reports = app.group("/reports", .requireRole("auditor"))
    reports.get("/daily", .anyIdentity) { _ in ["reports": 1] }
    reports.get("/yearly", .requirePermission("read:finance")) { _ in ["reports": 2] }
    // snippet.end

    // snippet.shadow
    app.get("/invoices", .requirePermission("read:invoices").inShadow) { _ in ["invoices": 0] }
    // snippet.end
}

func answers(app: Nexus) {
    // snippet.answers
    struct NewArticle: Codable {
        let title: String
    }

    struct Article: ResponseContent, Codable {
        let id: Int
        let title: String
    }

    app.post("/articles", .requirePermission("write:articles"), body: NewArticle.self) { request, new in
        Answer(.created, Article(id: 1, title: new.title))
    }
    app.get("/articles/{id}", .requirePermission("read:articles")) { request in
        guard try request.parameter("id", as: Int.self) == 1 else { throw Rejection.notFound }
        return Article(id: 1, title: try request.query("title", as: String.self) ?? "Untitled")
    }
    // snippet.end
}

func tenants(app: Nexus) throws {
    // snippet.directory
    let directory = MemoryTenantDirectory(["acme": .active, "globex": .suspended])
    let tenantIsolation = TenantConfig(adminRole: "support", directory: directory)

    directory.set("globex", to: .active)
    // snippet.end
    _ = tenantIsolation

    // snippet.tenant
    app.get("/tenant", .anyIdentity) { request in
        ["tenant": try request.tenant.rawValue]
    }
    // snippet.end
}

func tenantsInSQLite() async throws {
    // snippet.sqlite-directory
    let directory = try SQLiteTenantDirectory(path: "/var/lib/nexus/tenants.sqlite")
    try await directory.set("acme", to: .active)
    let tenantIsolation = TenantConfig(adminRole: "support", directory: directory)
    // snippet.end
    _ = tenantIsolation
}

func limits() {
    // snippet.redis
    let rateLimit = RateLimitConfig(
        requestsPerMinute: 600,
        burstSize: 50,
        backend: .redis,
        redisURL: .environment("REDIS_URL"),
        routeLimits: [
            "/api/auth/login": RouteLimit(requestsPerMinute: 10, burstSize: 5, failOpen: .closed),
            "/api/export": RouteLimit(requestsPerMinute: 2, shadow: true),
            "/status": nil,
        ],
        failOpen: .local,
        localShare: 0.25
    )
    // snippet.end
    _ = rateLimit
}

func audit() {
    // snippet.audit
    var audit = AuditConfig(
        path: "/var/log/nexus/audit.jsonl",
        excludePaths: ["/healthz", "/readyz"],
        redactFields: ["patient_id"],
        durability: .durable
    )
    audit.signingKey = .file("/run/secrets/audit-key")
    audit.rotationSize = 256 * 1024 * 1024
    audit.retentionAge = .seconds(400 * 86_400)
    // snippet.end
    _ = audit
}

// snippet.sink
/// Hands every record to a collector.
struct CollectorSink: AuditSink {
    let send: @Sendable ([UInt8]) throws -> Void

    func write(_ batch: [AuditEntry]) throws {
        for entry in batch { try self.send(entry.json) }
    }
}
// snippet.end

func verification() throws {
    // snippet.verify
    let verifier = AuditVerifier(
        publicKey: "the signer's public key in base64url",
        head: AuditVerification.Head(sequence: 4711, hash: "the hash that was kept elsewhere")
    )
    let result = try verifier.verify(path: "/var/log/nexus/audit.jsonl")
    print(result.isIntact ? "intact" : result.problems.map(\.description).joined(separator: "\n"))
    // snippet.end
}

func edge() {
    // snippet.edge
    var options = NexusOptions()
    options.apiHost = "0.0.0.0"
    options.trustedProxies = ["10.0.0.0/8"]
    options.cors = CORSConfig(origins: ["https://app.example.com", "https://*.preview.example.com"])
    options.tls = TLSOptions(certificate: "/etc/nexus/tls/chain.pem", privateKey: "/etc/nexus/tls/key.pem")
    options.limits.maxBodySize = 256 * 1024
    options.limits.handlerTimeout = .seconds(10)
    options.shutdownDelay = .seconds(5)
    let app = Nexus(options: options)
    // snippet.end
    _ = app
}

func health(app: Nexus, ping: @escaping @Sendable () async throws -> Void) {
    // snippet.health
    app.addHealthCheck(
        HealthCheck("database", deadline: .seconds(1), interval: .seconds(5)) {
            try await ping()
            return .healthy
        })
    // snippet.end

    // snippet.management
    let app = Nexus(apiHost: "0.0.0.0", enableMonitoring: true, managementPort: 9000)
    // snippet.end
    _ = app
}

func configuration(environment: [String: String]) async throws {
    // snippet.configuration
    let configuration = try NexusConfiguration.load(file: "nexus.yaml", environment: environment)
    let app = Nexus(options: configuration.options)
    if let auth = try configuration.plugin() { try app.addPlugin(auth) }
    // snippet.end

    // snippet.findings
    for finding in configuration.findings() { print(finding) }
    print(ConfigurationReference.markdown)
    // snippet.end
}

func testing(app: Nexus) async throws {
    // snippet.explain
    let asViewer = try await app.explain("DELETE", "/articles/7", as: .roles(["viewer"], tenant: "acme"))
    assert(!asViewer.isAdmitted)
    print(asViewer)
    // snippet.end

    // snippet.inspect
    let inspection = try app.inspect()
    assert(inspection.findings.isEmpty)
    print(inspection.routeTable)
    // snippet.end
}

func providers() async throws {
    // snippet.provider
    let provider = try await FakeIdentityProvider.start()
    let auth = try NexusAuthPlugin.basicAuth(
        jwt: JWTConfig(algorithm: .es256, jwksURL: provider.keySetURL, issuer: AcceptedValues(provider.issuer)))
    let token = try provider.mint(subject: "u1", claims: ["roles": ["editor"]])
    provider.fault = .status(500)
    try provider.rotate()
    try await provider.stop()
    // snippet.end
    _ = (auth, token)
}

func time() {
    // snippet.time
    let time = ManualTime()
    let app = Nexus(options: NexusOptions(), time: .manual(time))
    time.advance(by: .seconds(60))
    // snippet.end
    _ = app
}

func running() async throws {
    // snippet.server
    let tokens = TestTokens()
    let trail = MemoryAuditSink()
    let app = Nexus(apiPort: 0)
    try app.addPlugin(
        NexusAuthPlugin.basicAuth(
            jwt: JWTConfig(secret: tokens.secret), audit: AuditConfig(backend: .custom(trail))))
    app.get("/profile", .anyIdentity) { request in ["user_id": request.identity.userID] }

    try await TestServer.run(app) { server in
        let refused = try await server.get("/profile")
        assert(refused.status == 401 && refused.error == "missing_token")
        let admitted = try await server.get("/profile", bearer: try tokens.token(for: "alice"))
        assert(admitted.text == #"{"user_id":"alice"}"#)
    }
    assert(trail.requests.map(\.status) == [401, 200])
    // snippet.end
}
