import NexusAuth

extension [ConfigurationOption<NexusConfiguration>] {
    /// How tokens are found, verified and read.
    static var jwt: Self {
        let options: [ConfigurationOption<JWTConfig>] = [
            .init("secret", optional: \.secret, .secret, "A shared secret of at least 32 bytes for HS256, HS384 and HS512."),
            .init("algorithm", \.algorithm, .algorithm, "The one algorithm that tokens may use."),
            .init("algorithms", \.algorithms, .algorithms, "Several algorithms; replaces `algorithm` when not empty."),
            .init("public_key", optional: \.publicKey, .secret, "A public key in PEM."),
            .init("jwks_url", optional: \.jwksURL, .string, "The address of a key set: https, or http on a loopback address."),
            .init("jwks_cache_ttl", \.jwksCacheTTL, .duration, "How long a fetched key set counts as fresh."),
            .init(
                "jwks_stale_limit", \.jwksStaleLimit, .duration,
                "How long a key set that is no longer fresh still serves while its provider is away."),
            .init(
                "jwks_ca_file", optional: \.jwksCAFile, .string,
                "A file of certificates in PEM that are trusted, besides the system's, where key sets are fetched. Read at the start."),
            .init("discovery", \.discovery, .boolean, "Find the key set through the issuer's metadata."),
            .init("issuer", optional: \.issuer, .acceptedValues, "The `iss` values that tokens must carry one of; any unless given."),
            .init("audience", optional: \.audience, .acceptedValues, "The `aud` values that tokens must carry one of; any unless given."),
            .init("leeway", \.leeway, .seconds, "How far the clocks of issuer and server may be apart."),
            .init("verify_exp", \.verifyExp, .boolean, "Whether `exp` is required and judged."),
            .init("exempt_paths", \.exemptPaths, .list, "Paths that need no token: route templates, or a prefix with `/*`."),
            .init("token_header", \.tokenHeader, .string, "The header field that carries the token."),
            .init("token_cookie", optional: \.tokenCookie, .string, "The cookie that may carry the token."),
            .init("token_query_param", optional: \.tokenQueryParam, .string, "The query parameter that may carry the token."),
            .init("max_token_age_seconds", optional: \.maxTokenAge, .seconds, "How long after `iat` a token is accepted."),
            .init("accepted_types", \.acceptedTypes, .list, "The media types (`typ`) accepted, without `application/`."),
            .init("limits.maximum_token_size", \.limits.maximumTokenSize, .size, "Larger tokens are refused unread."),
            .init("limits.cached_tokens", \.limits.cachedTokens, .integer(), "Verified tokens remembered; 0 for none."),
            .init("limits.cached_bytes", \.limits.cachedBytes, .size, "Bytes of the remembered tokens, estimated."),
            .init("issuers", \.issuers, .issuers, "Further issuers, each with keys of its own."),
        ]
        return OptionTable(options + OptionTable<ClaimMapping>.claims.lifted(\.claims, below: "claims")).lifted(
            \.jwtPart, below: "auth.jwt")
    }

    /// Roles.
    static var rbac: Self {
        [
            .init("auth.rbac", \.rbacPart, .roles, "Roles and what they may do."),
            .init("auth.rbac_default_role", optional: \.rbacDefaultRole, .string, "The role of an identity whose token names none."),
        ]
    }

    /// How much each caller may ask for.
    static var rateLimit: Self {
        let options: [ConfigurationOption<RateLimitConfig>] = [
            .init("requests_per_minute", \.requestsPerMinute, .integer(1...LimitRule.maximum), "Requests a minute in the long run."),
            .init("burst_size", \.burstSize, .integer(0...LimitRule.maximum), "Requests that may come at once on top."),
            .init("backend", \.backend, .rateLimitBackend, "Where buckets are kept."),
            .init("redis_url", optional: \.redisURL, .secret, "The address of Redis: `redis://` or `rediss://`."),
            .init("route_limits", \.routeLimits, .routeLimits, "Limits of single routes."),
            .init("include_headers", \.includeHeaders, .boolean, "Whether answers carry the limit's figures."),
            .init("fail_open", \.failOpen, .failurePolicy, "When Redis is away: pass, refuse with 503, or count locally."),
            .init("local_share", \.localShare, .share, "The part of a limit that each process grants with `fail_open: local`."),
            .init("maximum_keys", \.maximumKeys, .integer(1...100_000_000), "How many buckets memory may hold."),
            .init(
                "failed_tokens_per_minute", optional: \.failedTokensPerMinute, .integer(1...LimitRule.maximum), orNull: "no such limit",
                "Tokens a minute with a wrong signature or key that one address may send."),
            .init(
                "preflights_per_minute", optional: \.preflightsPerMinute, .integer(1...LimitRule.maximum), orNull: "no such limit",
                "CORS preflights a minute that one address may send, and a sixth of that at once on top."),
            .init("redis_timeout", \.redisTimeout, .duration, "How long Redis may take to decide."),
            .init("redis_key_prefix", \.redisKeyPrefix, .string, "What keys in Redis begin with."),
            .init("shadow", \.shadow, .boolean, "Decide and record, but let pass."),
        ]
        return OptionTable(options).lifted(\.rateLimitPart, below: "auth.rate_limit")
    }

    /// How requests are kept within their tenant.
    static var tenantIsolation: Self {
        let options: [ConfigurationOption<TenantConfig>] = [
            .init("tenant_id_header", \.tenantIDHeader, .string, "The header that may repeat the token's tenant."),
            .init("jwt_claim", \.jwtClaim, .string, "The claim that names the tenant, where `jwt.claims.tenant` names none."),
            .init(
                "allow_admin_override", \.allowAdminOverride, .boolean, "Whether the admin role may act for another tenant by the header."),
            .init("admin_role", \.adminRole, .string, "The one role that may act for another tenant."),
            .init("exclude_paths", \.excludePaths, .list, "Path patterns of routes that need no tenant."),
            .init("required", \.required, .boolean, "Whether an identity without a tenant is refused."),
        ]
        return OptionTable(options).lifted(\.tenantIsolationPart, below: "auth.tenant_isolation")
    }

    /// Where records of all requests go.
    static var audit: Self {
        let options: [ConfigurationOption<AuditConfig>] = [
            .init("backend", \.backend, .auditBackend, "JSON lines, or an SQLite file; `dataflow` is an alias of `database`."),
            .init("path", optional: \.path, .string, orNull: "standard output", "The JSON-lines file; the SQLite file."),
            .init("log_level", \.logLevel, .logLevel, "The level of requests below 400."),
            .init("log_request_body", \.logRequestBody, .boolean, "Whether JSON and form bodies of requests are kept, redacted."),
            .init("log_response_body", \.logResponseBody, .boolean, "Whether JSON and form bodies of answers are kept, redacted."),
            .init("max_body_log_size", \.maxBodyLogSize, .size, "Largest body kept."),
            .init("log_query", \.logQuery, .boolean, "Whether the query is kept, redacted."),
            .init("exclude_paths", \.excludePaths, .list, "Paths without records."),
            .init("include_headers", \.includeHeaders, .list, "Header fields that are kept; all others are left out."),
            .init("redact_headers", \.redactHeaders, .list, "Header fields whose value is never kept, besides the built-in ones."),
            .init("redact_fields", \.redactFields, .list, "Names whose value is never kept, besides the built-in ones."),
            .init("durability", \.durability, .durability, "Whether an answer waits until its record is on disk."),
            .init("overflow", \.overflow, .overflow, "Whether requests wait for room, or records are given up and counted."),
            .init("queue_capacity", \.queueCapacity, .integer(), "Records that may wait to be written."),
            .init("queue_bytes", \.queueBytes, .size, "Bytes that records may hold while they wait."),
            .init("sync_interval", \.syncInterval, .duration, "With `buffered`: how long a written record may wait for the disk."),
            .init(
                "rotation_size", optional: \.rotationSize, .size, orNull: "never", "Size at which a file is closed and the next one begun."),
            .init("rotation_interval", optional: \.rotationInterval, .duration, orNull: "never", "Time after which a file is closed."),
            .init("retention_count", optional: \.retentionCount, .integer(1...Int.max), orNull: "all", "How many closed files are kept."),
            .init("retention_age", optional: \.retentionAge, .duration, orNull: "ever", "How long closed files, or rows, are kept."),
            .init("checkpoint_interval", \.checkpointInterval, .integer(), "How many lines may follow a checkpoint before the next one."),
            .init("signing_key", optional: \.signingKey, .secret, "What checkpoints are signed with: at least 32 bytes."),
        ]
        return OptionTable(options).lifted(\.auditPart, below: "auth.audit")
    }
}
