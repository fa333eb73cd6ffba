import NexusCore

extension RateLimitConfig {
    /// Checks every option.
    /// - Throws: ``RateLimitConfigError`` naming the first option whose value it cannot have.
    public func validate() throws(RateLimitConfigError) {
        try Self.check(self.requestsPerMinute, in: 1...LimitRule.maximum, "requests_per_minute")
        try Self.check(self.burstSize, in: 0...LimitRule.maximum, "burst_size")
        try self.validateBackend()
        for entry in self.routeLimits.entries {
            guard let limit = entry.limit else { continue }
            try Self.check(limit.requestsPerMinute, in: 1...LimitRule.maximum, "route_limits.\(entry.pattern).requests_per_minute")
            try Self.check(limit.burstSize, in: 0...LimitRule.maximum, "route_limits.\(entry.pattern).burst_size")
        }
        _ = try RouteLimits(self.routeLimits)
        guard self.localShare > 0, self.localShare <= 1 else {
            throw RateLimitConfigError("local_share", "\(self.localShare) is not above 0 and at most 1")
        }
        try Self.check(self.maximumKeys, in: 1...100_000_000, "maximum_keys")
        if let limit = self.failedTokensPerMinute { try Self.check(limit, in: 1...LimitRule.maximum, "failed_tokens_per_minute") }
        if let limit = self.preflightsPerMinute { try Self.check(limit, in: 1...LimitRule.maximum, "preflights_per_minute") }
        let standard = RateLimitConfig()
        for (option, isSet) in [
            ("redis_timeout", self.redisTimeout != standard.redisTimeout),
            ("redis_key_prefix", self.redisKeyPrefix != standard.redisKeyPrefix),
            ("local_share", self.localShare != standard.localShare),
        ] where isSet {
            if let reason = self.idleReason(of: option) { throw RateLimitConfigError(option, reason) }
        }
    }

    /// Why an option does nothing in this configuration, if it does nothing.
    /// - Parameter option: Its name in `nexus.yaml`.
    package func idleReason(of option: String) -> String? {
        switch option {
        case "redis_timeout" where self.store != nil, "redis_key_prefix" where self.store != nil:
            return "has no effect beside a store of your own"
        case "redis_timeout" where self.backend != .redis, "redis_key_prefix" where self.backend != .redis:
            return "has no effect with backend \(self.backend)"
        case "local_share" where self.backend != .redis && self.store == nil:
            return "has no effect with backend \(self.backend)"
        case "local_share":
            // Under `open`, routes that take credentials are counted locally.
            let policies = [self.failOpen] + self.routeLimits.entries.compactMap { $0.limit?.failOpen }
            return self.failOpen == .open || policies.contains(.local) ? nil : "has no effect: no limit has fail_open local"
        default: return nil
        }
    }

    private func validateBackend() throws(RateLimitConfigError) {
        guard RateLimitBackend.all.contains(self.backend) else {
            let hint = self.backend.rawValue.nearest(among: RateLimitBackend.all.map(\.rawValue)).map { "; did you mean \($0)?" } ?? ""
            throw RateLimitConfigError("backend", "\"\(self.backend)\" is neither memory nor redis\(hint)")
        }
        guard self.backend != .redis || self.redisURL != nil || self.store != nil else {
            throw RateLimitConfigError("redis_url", "required with backend redis, for example redis://localhost:6379")
        }
        guard self.redisTimeout > .zero, self.redisTimeout <= .seconds(10) else {
            throw RateLimitConfigError("redis_timeout", "\(self.redisTimeout) is not above 0 and at most 10 seconds")
        }
        let prefix = self.redisKeyPrefix.utf8
        let isPlain = prefix.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
        guard (1...64).contains(prefix.count), isPlain else {
            throw RateLimitConfigError("redis_key_prefix", "must be 1 to 64 printable ASCII characters without braces")
        }
    }

    private static func check(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws(RateLimitConfigError) {
        guard range.contains(value) else {
            throw RateLimitConfigError(option, "\(value) is not between \(range.lowerBound) and \(range.upperBound)")
        }
    }
}
