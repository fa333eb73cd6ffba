import Logging
import NIOPosix
import NexusAuth
import NexusCore
import NexusRedis
import NexusSQLite

/// The parts of an app that live as long as it runs, whatever policy is in force: counters, key sets, connections, the trail.
struct AppComponents: Sendable {
    var verification: VerificationPolicy?
    var limiter: Limiter
    let http: SharedHTTPClient
    let redis: RedisClient?
    let store: (any RateLimitStore)?
    let audit: AuditTrail?
    let registry: PrometheusRegistry?
    private let time: TimeSource
    private let logger: Logger

    /// Makes the parts; nothing runs yet.
    /// - Parameters:
    ///   - isInspection: Whether the parts are only looked at: then no file is opened and nothing is connected.
    /// - Throws: ``NexusError`` naming what cannot be.
    init(
        options: NexusOptions, auth: NexusAuthPlugin?, logger: Logger, time: TimeSource, isInspection: Bool = false
    ) throws(NexusError) {
        self.time = time
        self.logger = logger
        self.http = try SharedHTTPClient(authorities: auth?.jwt?.jwksCAFile)
        self.registry = options.enableMonitoring || options.managementPort != nil ? PrometheusRegistry() : nil
        do {
            self.verification = try Self.verification(of: auth, known: [], http: self.http, logger: logger, time: time)
            let redis = try isInspection ? nil : auth?.rateLimit.flatMap { try Self.redis(for: $0, logger: logger) }
            let store = auth?.rateLimit.flatMap { limit in
                redis.map { RedisRateLimitStore(executor: $0, prefix: limit.redisKeyPrefix, time: time, logger: logger) }
            }
            (self.redis, self.store) = (redis, store)
            self.limiter = try Self.limiter(options: options, auth: auth, store: store)
            self.audit = try isInspection ? nil : auth.map { try Self.audit(for: $0, time: time) }
        } catch let error as NexusError {
            throw error
        } catch {
            throw NexusError("\(error)")
        }
    }

    /// The parts for another policy: what did not change goes on.
    /// - Parameter before: The policy in force so far.
    func updated(options: NexusOptions, auth: NexusAuthPlugin?, replacing before: CompiledApp) throws -> AppComponents {
        var updated = self
        let known = before.gate.verifier?.policy.keySets ?? []
        updated.verification = try Self.verification(of: auth, known: known, http: self.http, logger: self.logger, time: self.time)
        updated.limiter = try Self.limiter(options: options, auth: auth, store: self.store, continuing: before.gate.limiter)
        return updated
    }

    /// What the management port needs: a limit of its own, no authentication, no trail.
    func forManagement() throws -> AppComponents {
        try AppComponents(
            limiter: Limiter(RateLimitConfig(requestsPerMinute: 6_000, burstSize: 1_000)), registry: self.registry, logger: self.logger,
            time: self.time)
    }

    private init(limiter: Limiter, registry: PrometheusRegistry?, logger: Logger, time: TimeSource) {
        self.verification = nil
        self.limiter = limiter
        self.http = .withoutAuthorities
        self.redis = nil
        self.store = nil
        self.audit = nil
        self.registry = registry
        self.time = time
        self.logger = logger
    }

    /// Ends what the parts hold, after the servers have stopped. Audit records that cannot be written by then are counted and said.
    func shutdown(logger: Logger) async {
        let lost = await self.audit?.shutdown() ?? 0
        if lost > 0 { logger.error("audit records were lost at the stop", metadata: ["count": "\(lost)"]) }
        await self.http.shutdown()
    }

    private static func verification(
        of auth: NexusAuthPlugin?, known: [RemoteKeySet], http: SharedHTTPClient, logger: Logger, time: TimeSource
    ) throws -> VerificationPolicy? {
        let jwt = try auth?.jwt?.readingTenant(from: auth?.tenantIsolation?.jwtClaim)
        return try jwt?.compile { (location, algorithms, policy) throws(KeySetError) in
            if let keys = known.first(where: { $0.serves(location, algorithms: algorithms, policy: policy) }) { return keys }
            let fetcher = HTTPKeySetFetcher(time: time) { try http.client() }
            return try RemoteKeySet(
                location, algorithms: algorithms, policy: policy, fetcher: fetcher, time: time, report: { logger.note($0, of: location) })
        }
    }

    /// The limits: the plugin's, with the constructor's as a cap on each address; without a plugin's, the constructor's for each caller.
    private static func limiter(
        options: NexusOptions, auth: NexusAuthPlugin?, store: (any RateLimitStore)?, continuing before: Limiter? = nil
    ) throws -> Limiter {
        guard let config = auth?.rateLimit else {
            return try Limiter(RateLimitConfig(requestsPerMinute: options.rateLimit ?? 100, burstSize: 20), continuing: before)
        }
        let addressLimit = options.rateLimit.map { RouteLimit(requestsPerMinute: $0, burstSize: 20) }
        return try Limiter(config, addressLimit: addressLimit, store: config.store ?? store, continuing: before)
    }

    private static func redis(for config: RateLimitConfig, logger: Logger) throws -> RedisClient? {
        guard config.backend == .redis, config.store == nil, let url = config.redisURL else { return nil }
        var configuration = RedisConfiguration(url: try RedisURL(parsing: String(decoding: try url.resolve(), as: UTF8.self)))
        configuration.commandTimeout = config.redisTimeout
        return try RedisClient(configuration: configuration, logger: logger)
    }

    private static func audit(for auth: NexusAuthPlugin, time: TimeSource) throws -> AuditTrail {
        let config = auth.audit.redactingCredentials(of: auth.jwt)
        let sink: any AuditSink =
            switch config.backend.kind {
            case .logging: try JSONLinesSink(config, time: time)
            case .database: try SQLiteAuditSink(config, time: time)
            case .custom(let sink): sink
            }
        return try AuditTrail(config: config, sink: sink, time: time)
    }
}

extension VerificationPolicy {
    /// The key sets that are fetched from their publishers.
    var keySets: [RemoteKeySet] {
        self.issuers.compactMap { issuer in
            if case .remote(let keys) = issuer.keys { keys } else { nil }
        }
    }
}

extension AuditConfig {
    /// The same configuration, with whatever carries a token among what is never kept.
    fileprivate func redactingCredentials(of jwt: JWTConfig?) -> AuditConfig {
        guard let jwt else { return self }
        var config = self
        config.redactHeaders.append(jwt.tokenHeader)
        config.redactFields += [jwt.tokenCookie, jwt.tokenQueryParam].compactMap { $0 }
        return config
    }
}
