internal import NexusCore

extension JWTConfig {
    /// Makes the key set of an issuer that publishes its keys.
    package typealias RemoteKeys = (_ location: KeySetLocation, _ algorithms: AlgorithmSet, _ policy: KeySetPolicy) throws(KeySetError) ->
        RemoteKeySet

    /// Checks the whole configuration, reads its secrets and keys, and fetches nothing.
    /// - Throws: ``JWTConfigError`` for the first option that cannot be used.
    public func validate() throws(JWTConfigError) {
        try self.checkOptions()
        _ = try self.plans()
    }

    /// Compiles the configuration into what a verifier judges by.
    /// - Parameter remoteKeys: Makes the key set of an issuer that publishes its keys.
    /// - Throws: ``JWTConfigError`` for the first option that cannot be used.
    package func compile(remoteKeys: RemoteKeys) throws(JWTConfigError) -> VerificationPolicy {
        try self.checkOptions()
        var keySets = KeySetPolicy()
        keySets.timeToLive = self.jwksCacheTTL
        keySets.staleLimit = self.jwksStaleLimit
        var issuers: [VerificationPolicy.Issuer] = []
        for plan in try self.plans() {
            let keys: KeySource
            switch plan.keys {
            case .configured(let ring): keys = .fixed(ring)
            case .published(let location):
                do throws(KeySetError) {
                    keys = .remote(try remoteKeys(location, plan.algorithms, keySets))
                } catch {
                    throw JWTConfigError("\(plan.option).jwks_url", error.detail)
                }
            }
            issuers.append(
                .init(
                    names: plan.issuer, audience: plan.audience, algorithms: plan.algorithms, keys: keys, claims: ClaimReader(plan.claims)))
        }
        return VerificationPolicy(
            issuers: issuers,
            timeRules: TimeRules(
                leeway: self.leeway.nanoseconds / 1_000_000_000,
                requiresExpiry: self.verifyExp,
                maximumAge: self.maxTokenAge.map { $0.nanoseconds / 1_000_000_000 }
            ),
            acceptedTypes: AcceptedValues(self.acceptedTypes.map { $0.lowercased() }),
            limits: self.limits
        )
    }

    private func checkOptions() throws(JWTConfigError) {
        func check(_ condition: Bool, _ option: String, _ reason: String) throws(JWTConfigError) {
            guard condition else { throw JWTConfigError("jwt.\(option)", reason) }
        }
        try check(self.leeway >= .zero, "leeway", "must not be negative")
        try check(self.jwksCacheTTL >= .seconds(1), "jwks_cache_ttl", "must be at least one second")
        try check(self.jwksStaleLimit >= .zero, "jwks_stale_limit", "must not be negative")
        try check(self.maxTokenAge.map { $0 >= .seconds(1) } ?? true, "max_token_age_seconds", "must be at least one second")
        try check(Self.isToken(self.tokenHeader), "token_header", "is no name of a header field")
        try check(self.tokenCookie.map(Self.isToken) ?? true, "token_cookie", "is no name of a cookie")
        try check(self.tokenQueryParam.map(Self.isToken) ?? true, "token_query_param", "is no plain name of a query parameter")
        try check(!self.acceptedTypes.isEmpty, "accepted_types", "is empty: no token could pass")
        try check((64...65_536).contains(self.limits.maximumTokenSize), "limits.maximum_token_size", "must be 64 to 65536 bytes")
        try check(self.limits.cachedTokens >= 0, "limits.cached_tokens", "must not be negative")
        try check(self.limits.cachedBytes >= 0, "limits.cached_bytes", "must not be negative")
    }

    /// Whether a text is a token of RFC 9110 §5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
