import NexusAuth
import NexusCore

extension NexusConfiguration {
    func findAboutLimits(_ list: inout FindingList) {
        guard let limits = self.rateLimit else {
            list.add(
                .notice, "auth.rate_limit", "identities have no limit of their own; the app's limit is per caller", if: self.jwt != nil)
            return
        }
        list.add(.warning, "auth.rate_limit.shadow", "limits are recorded and not enforced", if: limits.shadow)
        list.add(
            .warning, "auth.rate_limit.failed_tokens_per_minute", "null lets an address try tokens without end",
            if: limits.failedTokensPerMinute == nil && self.jwt != nil)
        list.add(
            .notice, "auth.rate_limit.preflights_per_minute", "null lets an address send preflights without end",
            if: limits.preflightsPerMinute == nil && self.options.cors != nil)
        for entry in limits.routeLimits.entries {
            let key = "auth.rate_limit.route_limits"
            list.add(
                .warning, key, "\(entry.pattern): null takes the limit off every route", if: entry.limit == nil && entry.pattern == "/*")
            let isLogin = Self.isLogin(entry.pattern)
            list.add(.warning, key, "\(entry.pattern): null lets anybody guess passwords without end", if: entry.limit == nil && isLogin)
            list.add(
                self.strict, key, "\(entry.pattern): with Redis away anybody may guess without limit; set fail_open to false or local",
                if: limits.backend == .redis && isLogin && entry.limit.map { ($0.failOpen ?? limits.failOpen) == .open } ?? false)
            list.add(.notice, key, "\(entry.pattern): shadow records and does not limit", if: entry.limit?.shadow == true)
        }
        list.add(
            .notice, "auth.rate_limit.fail_open",
            "with Redis away nobody is limited, except where credentials are taken; local keeps a share of each limit",
            if: limits.backend == .redis && limits.failOpen == .open)
        list.add(
            .warning, "auth.rate_limit.redis_url", "has no effect with backend memory",
            if: limits.backend == .memory && limits.redisURL != nil)
        do throws(RateLimitConfigError) {
            _ = try RouteLimits(limits.routeLimits)
        } catch {
            list.add(.error, "auth.rate_limit.route_limits", error.description)
        }
    }

    /// Patterns that decide about no route: mistyped, or covered by more specific ones.
    func findIdlePatterns(among templates: [String], _ list: inout FindingList) {
        if let table = self.rateLimit?.routeLimits, let limits = try? RouteLimits(table) {
            for pattern in limits.unreachable(among: templates) {
                list.add(.warning, "auth.rate_limit.route_limits", "\(pattern) decides about no route")
            }
        }
        for (key, patterns) in [
            ("auth.jwt.exempt_paths", self.jwt?.exemptPaths), ("auth.tenant_isolation.exclude_paths", self.tenantIsolation?.excludePaths),
        ] {
            for text in patterns ?? [] {
                guard let pattern = try? PathPattern(text), !templates.contains(where: pattern.matches(template:)) else { continue }
                list.add(.warning, key, "\(text) matches no route")
            }
        }
    }

    /// Whether a pattern looks like one where passwords or tokens are guessed.
    private static func isLogin(_ pattern: String) -> Bool {
        let words = ["login", "signin", "sign-in", "token", "refresh", "password", "otp", "mfa"]
        return words.contains { pattern.lowercased().contains($0) }
    }
}
