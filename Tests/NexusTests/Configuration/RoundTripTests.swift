import Logging
import NexusAuth
import NexusCore
import Testing

@testable import Nexus

@Suite("nexus.yaml: every key")
struct RoundTripTests {
    let configuration: NexusConfiguration

    init() throws {
        self.configuration = try NexusConfiguration.load(yaml: FullConfiguration.yaml)
    }

    @Test func setsEveryOptionOfTheApp() {
        let options = self.configuration.options
        #expect(options.preset == .none)
        #expect(options.apiHost == "0.0.0.0")
        #expect(options.apiPort == 9000)
        #expect(options.rateLimit == 1000)
        #expect(
            options.cors
                == CORSConfig(
                    origins: ["https://app.example.com", "https://*.example.org"], allowCredentials: true, allowMethods: ["GET", "POST"],
                    allowHeaders: ["Authorization"], exposeHeaders: ["X-Request-ID"], maxAge: 300))
        #expect(options.enableMonitoring)
        #expect(options.managementPort == 9001)
        #expect(options.logLevel == .debug)
        #expect(options.logFormat == .text)
        #expect(!options.autoDiscovery)
        #expect(options.trustedProxies == ["10.0.0.0/8", "unix"])
        #expect(options.tls == TLSOptions(certificate: "/etc/tls/chain.pem", privateKey: "/etc/tls/key.pem"))
        #expect(options.docsAssets == "/srv/swagger")
        #expect(options.title == "Articles")
        #expect(options.version == "2.1.0")
        #expect(!options.enableDocs)
        #expect(
            options.securityHeaders
                == SecurityHeaders(
                    contentSecurityPolicy: "default-src 'self'", referrerPolicy: "same-origin", strictTransportSecurity: "max-age=60"))
        #expect(options.handlerExecutor == .concurrentPool)
        #expect(options.clientAddressField == .xForwardedFor)
        #expect(options.shutdownTimeout == .seconds(45))
        #expect(options.shutdownDelay == .milliseconds(500))
        #expect(self.configuration.database == "/var/lib/nexus.sqlite")
        #expect(!options.isDevelopment)
    }

    @Test func setsEveryServerLimit() {
        var limits = ServerLimits()
        limits.maxTargetLength = 4096
        limits.maxHeaderSize = 32_768
        limits.maxHeaderCount = 50
        limits.maxBodySize = 2_097_152
        limits.maxConnections = 500
        limits.maxConnectionsPerAddress = 50
        limits.maxPipelinedRequests = 4
        limits.idleTimeout = .seconds(30)
        limits.headerTimeout = .seconds(5)
        limits.bodyTimeout = .seconds(120)
        limits.minBodyRate = 1000
        limits.minBodyRateGrace = .seconds(10)
        limits.handlerTimeout = .seconds(60)
        limits.writeTimeout = .seconds(15)
        limits.streamIdleTimeout = .seconds(60)
        limits.maxUnreadBody = 32_768
        limits.lingerTime = .seconds(1)
        limits.maxConcurrentStreams = 50
        limits.maxStreamResets = 100
        limits.maxControlFrames = 150
        #expect(self.configuration.options.limits == limits)
    }

    @Test func setsEveryTokenOption() throws {
        let jwt = try #require(self.configuration.jwt)
        #expect(jwt.secret == .environment("NEXUS_TEST_JWT"))
        #expect(jwt.algorithm == .hs384)
        #expect(jwt.algorithms == [.hs256, .hs384])
        #expect(jwt.publicKey == .file("/run/secrets/key.pem"))
        #expect(jwt.jwksURL == "https://auth.example.com/jwks.json")
        #expect(jwt.jwksCacheTTL == .seconds(600))
        #expect(jwt.jwksStaleLimit == .seconds(6 * 3600))
        #expect(jwt.jwksCAFile == "/etc/tls/authorities.pem")
        #expect(jwt.discovery)
        #expect(jwt.issuer == "https://auth.example.com")
        #expect(jwt.audience == ["api", "admin-api"])
        #expect(jwt.leeway == .seconds(30))
        #expect(!jwt.verifyExp)
        #expect(jwt.exemptPaths == ["/health", "/docs/*"])
        #expect(jwt.tokenHeader == "X-Token")
        #expect(jwt.tokenCookie == "session")
        #expect(jwt.tokenQueryParam == "access_token")
        #expect(jwt.maxTokenAge == .seconds(3600))
        #expect(jwt.acceptedTypes == ["at+jwt"])
        #expect(jwt.claims == ClaimMapping(userID: "uid", roles: "realm_access.roles", permissions: "scope", tenant: "org", email: "mail"))
        #expect(jwt.limits == JWTConfig.Limits(maximumTokenSize: 4096, cachedTokens: 10, cachedBytes: 1_048_576))
        let issuer = try #require(jwt.issuers.first)
        #expect(jwt.issuers.count == 1)
        #expect(issuer.issuer == "https://other.example.com")
        #expect(issuer.algorithms == [.es256])
        #expect(issuer.secret == .file("/a"))
        #expect(issuer.publicKey == .file("/b"))
        #expect(issuer.jwksURL == "https://other.example.com/jwks.json")
        #expect(issuer.discovery)
        #expect(issuer.audience == "other")
        #expect(issuer.claims == ClaimMapping(userID: "a", roles: "b", permissions: "c", tenant: "d", email: "e"))
    }

    @Test func setsRolesAndLimits() throws {
        #expect(
            self.configuration.rbac == [
                "admin": ["*"],
                "editor": Role(
                    permissions: ["read:*", "write:articles"], inherits: ["viewer"], deny: ["read:secrets"], description: "Writes"),
                "viewer": ["read:*"],
            ])
        #expect(self.configuration.rbacDefaultRole == "viewer")
        let limits = try #require(self.configuration.rateLimit)
        #expect(limits.requestsPerMinute == 200)
        #expect(limits.burstSize == 40)
        #expect(limits.backend == .redis)
        #expect(limits.redisURL == .value("rediss://user:pass@redis.example.com/0"))
        #expect(
            limits.routeLimits == [
                "/api/chat/*": RouteLimit(requestsPerMinute: 30),
                "/api/auth/login": RouteLimit(requestsPerMinute: 10, burstSize: 5, shadow: true, failOpen: .local),
                "/health": nil,
            ])
        #expect(!limits.includeHeaders)
        #expect(limits.failOpen == .closed)
        #expect(limits.localShare == 0.25)
        #expect(limits.maximumKeys == 1000)
        #expect(limits.failedTokensPerMinute == nil)
        #expect(limits.preflightsPerMinute == 42)
        #expect(limits.redisTimeout == .milliseconds(20))
        #expect(limits.redisKeyPrefix == "app:")
        #expect(limits.shadow)
    }

    @Test func setsTenantsAndAudit() throws {
        let tenants = try #require(self.configuration.tenantIsolation)
        #expect(tenants.tenantIDHeader == "X-Org")
        #expect(tenants.jwtClaim == "org")
        #expect(!tenants.allowAdminOverride)
        #expect(tenants.adminRole == "root")
        #expect(tenants.excludePaths == ["/health"])
        #expect(!tenants.required)
        let audit = try #require(self.configuration.audit)
        guard case .logging = audit.backend.kind else { throw UnexpectedBackend() }
        #expect(audit.path == "/var/log/audit.jsonl")
        #expect(audit.logLevel == .notice)
        #expect(audit.logRequestBody && audit.logResponseBody && !audit.logQuery)
        #expect(audit.maxBodyLogSize == 20_480)
        #expect(audit.excludePaths == ["/health", "/metrics"])
        #expect(audit.includeHeaders == ["User-Agent"])
        #expect(audit.redactHeaders == ["X-Secret"])
        #expect(audit.redactFields == ["iban"])
        #expect(audit.durability == .durable)
        #expect(audit.overflow == .shed)
        #expect(audit.queueCapacity == 100)
        #expect(audit.queueBytes == 1_048_576)
        #expect(audit.syncInterval == .milliseconds(250))
        #expect(audit.rotationSize == 10_485_760)
        #expect(audit.rotationInterval == .seconds(3600))
        #expect(audit.retentionCount == 7)
        #expect(audit.retentionAge == .seconds(30 * 86_400))
        #expect(audit.checkpointInterval == 50)
        #expect(audit.signingKey == .environment("NEXUS_TEST_SIGNING"))
    }

    @Test(arguments: ["database", "dataflow"])
    func auditGoesIntoADatabase(name: String) throws {
        let configuration = try NexusConfiguration.load(yaml: "auth: {audit: {backend: \(name), path: a.sqlite, retention_age: 30d}}")
        guard case .database? = configuration.audit?.backend.kind else { throw UnexpectedBackend() }
        try configuration.validate()
    }

    private struct UnexpectedBackend: Error {}

    @Test func theFullFileHasEveryKey() {
        let missing = OptionTable<NexusConfiguration>.configuration.options.map(\.key).filter { self.configuration.origins[$0] == nil }
        #expect(missing.isEmpty)
    }

    @Test func everyValueIsShownAsItCanBeReadAgain() throws {
        for option in OptionTable<NexusConfiguration>.configuration.options where !option.isSecret && option.shape == .scalar {
            let shown = try #require(option.show(self.configuration), "\(option.key)")
            var copy = NexusConfiguration()
            try option.write(&copy, .text(shown))
            #expect(option.show(copy) == shown, "\(option.key)")
        }
    }
}
