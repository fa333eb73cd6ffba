package import NexusCore

/// What the gate asks: it knows the rules, keeps the buckets in memory, and says when the shared store must be asked instead.
package final class Limiter: Sendable {
    /// What an address gets on routes that take credentials, where no pattern names them and the general limit is not smaller still.
    package static let credentialLimit = RouteLimit(requestsPerMinute: 30, burstSize: 20)

    /// The name of the rule of tokens whose signature or key is wrong.
    static let failedTokensName = "failed_tokens"

    /// Preflights that an address may send at once on top: this part of those that it has in a minute.
    private static let preflightBurstDivisor = 6

    /// All rules; the first is the general limit.
    package let rules: [LimitRule]
    /// The index of the general limit.
    package let generalRule = 0
    /// The index of the limit of routes that take credentials, where no pattern names them.
    package let credentialRule: Int
    /// The index of the cap on each address before any token is looked at, if there is one. Always counted in memory.
    package let addressRule: Int?
    /// The index of the limit of CORS preflights, if there is one. Always counted in memory.
    package let preflightRule: Int?
    /// Whether answers carry the limit's figures.
    package let includesHeaders: Bool
    /// Whether tokens with a wrong signature or an unknown key are counted.
    package var limitsFailedTokens: Bool { self.failedTokensRule != nil }

    let routes: RouteLimits
    let store: (any RateLimitStore)?
    let failurePolicies: [FailurePolicy]
    let failedTokensRule: Int?
    let seed: SipHash128.Key
    let table: MemoryLimitTable
    let localShare: MemoryLimitTable?
    /// How many rules, from the first, the shared store decides; none without one.
    private let sharedRuleCount: Int
    let remoteCounters: RemoteLimitCounters

    /// Compiles a configuration.
    /// - Parameters:
    ///   - config: The limits.
    ///   - addressLimit: A cap on each address before any token is looked at, if any (contract, "Who is limited").
    ///   - store: The shared store; memory alone when nil.
    ///   - seed: The secret of the in-memory table; a test may fix it.
    ///   - before: The limiter of the policy that this one's replaces. Buckets and counts of rules of the same name go on: what was
    ///     consumed stays consumed, in requests, also where a rule changed. Both may be used at the same time.
    /// - Throws: ``RateLimitConfigError``.
    package init(
        _ config: RateLimitConfig,
        addressLimit: RouteLimit? = nil,
        store: (any RateLimitStore)? = nil,
        seed: SipHash128.Key = .random(),
        continuing before: Limiter? = nil
    ) throws(RateLimitConfigError) {
        try config.validate()
        let routes = try RouteLimits(config.routeLimits)
        var rules = [
            LimitRule(
                name: "default", requestsPerMinute: config.requestsPerMinute, burstSize: config.burstSize, isShadow: config.shadow)
        ]
        var policies = [config.failOpen]
        for (pattern, limit) in routes.limits {
            rules.append(
                LimitRule(
                    name: pattern, requestsPerMinute: limit.requestsPerMinute, burstSize: limit.burstSize,
                    isShadow: limit.shadow || config.shadow))
            policies.append(limit.failOpen ?? config.failOpen)
        }
        self.credentialRule = rules.count
        rules.append(
            LimitRule(
                name: "credentials",
                requestsPerMinute: min(config.requestsPerMinute, Self.credentialLimit.requestsPerMinute),
                burstSize: min(config.burstSize, Self.credentialLimit.burstSize), isShadow: config.shadow))
        // Guessing goes on while the store is away, so that whoever can disturb it could guess without end.
        policies.append(config.failOpen == .open ? .local : config.failOpen)
        let sharedRules = rules
        self.addressRule = addressLimit.map { limit in
            rules.append(
                LimitRule(
                    name: "address", requestsPerMinute: limit.requestsPerMinute, burstSize: limit.burstSize, isShadow: limit.shadow))
            return rules.count - 1
        }
        self.failedTokensRule = config.failedTokensPerMinute.map { limit in
            rules.append(LimitRule(name: Self.failedTokensName, requestsPerMinute: limit, burstSize: 0, isShadow: config.shadow))
            return rules.count - 1
        }
        self.preflightRule = config.preflightsPerMinute.map { limit in
            rules.append(
                LimitRule(
                    name: "preflights", requestsPerMinute: limit, burstSize: limit / Self.preflightBurstDivisor, isShadow: config.shadow))
            return rules.count - 1
        }
        self.rules = rules
        self.routes = routes
        self.includesHeaders = config.includeHeaders
        self.store = store
        self.sharedRuleCount = store == nil ? 0 : sharedRules.count
        self.failurePolicies = policies
        self.seed = before?.seed ?? seed
        self.table = MemoryLimitTable(rules: rules, maximumKeys: config.maximumKeys, seed: self.seed, continuing: before?.table)
        self.localShare =
            store != nil && policies.contains(.local)
            ? MemoryLimitTable(
                rules: sharedRules.map { $0.scaled(by: config.localShare) }, maximumKeys: config.maximumKeys, seed: self.seed,
                continuing: before?.localShare)
            : nil
        self.remoteCounters = before?.remoteCounters ?? RemoteLimitCounters()
    }

    /// The rule of a route, or nothing when its limit is off. Asked when the app starts.
    /// - Parameters:
    ///   - template: The route's template.
    ///   - takesCredentials: Whether the route takes passwords or the like: then a smaller limit stands in for the general one.
    package func rule(forTemplate template: String, takesCredentials: Bool = false) -> Int? {
        let choice = self.routes.choice(forTemplate: template)
        return choice == .general && takesCredentials ? self.credentialRule : self.index(of: choice)
    }

    /// Takes one request out of a caller's bucket, or says that the shared store must be asked.
    /// - Parameters:
    ///   - index: The index of the rule.
    ///   - subject: Who is charged.
    ///   - now: The moment of the request.
    package func take(rule index: Int, subject: LimitSubject, now: Moment) -> LimitOutcome {
        if index < self.sharedRuleCount {
            return .remote(RemoteLimitRequest(rule: index, subject: subject, now: now))
        }
        return .decided(self.table.take(subject.key(seed: self.seed), rule: index, now: now.uptimeNanoseconds))
    }

    /// Whether tokens of an address are still looked at, or nothing when that is not limited. It takes nothing.
    package func failedTokensLeft(for address: IPAddress, now: Moment) -> LimitDecision? {
        self.failedTokensRule.map { index in
            self.table.peek(LimitSubject.address(address).key(seed: self.seed), rule: index, now: now.uptimeNanoseconds)
        }
    }

    /// Counts a token whose signature or key was wrong against its address. Once the address has used up what it may, this takes nothing,
    /// and is counted as a refusal.
    package func countFailedToken(from address: IPAddress, now: Moment) {
        guard let index = self.failedTokensRule else { return }
        _ = self.table.take(LimitSubject.address(address).key(seed: self.seed), rule: index, now: now.uptimeNanoseconds)
    }

    /// Gives memory back when no requests come that would; cheap enough for every few seconds.
    package func sweep(now: Moment) {
        self.table.sweep(now: now.uptimeNanoseconds)
        self.localShare?.sweep(now: now.uptimeNanoseconds)
    }

    private func index(of choice: RouteLimits.Choice) -> Int? {
        switch choice {
        case .general: self.generalRule
        case .own(let place): self.generalRule + 1 + place
        case .off: nil
        }
    }
}

extension LimitRule {
    /// The part of a rule that one process grants on its own: rounded down, at least one request a minute.
    fileprivate func scaled(by share: Double) -> LimitRule {
        LimitRule(
            name: self.name,
            requestsPerMinute: Int(Double(self.requestsPerMinute) * share),
            burstSize: Int(Double(self.burstSize) * share),
            isShadow: self.isShadow
        )
    }
}
