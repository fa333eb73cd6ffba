import NexusAuth
import NexusCore
import Testing

/// A bucket of requests that may change its rule: what was taken flows off at the rate it was last charged at, or at a faster one that
/// refused since. It shares no formula with the code under test.
private struct RequestBucket {
    private(set) var level = 0.0
    private var perNanosecond = 0.0
    private var updated: Int64 = 0

    /// - Returns: By how much the request fits, in requests; negative when it does not.
    mutating func room(under rule: LimitRule, now: Int64) -> Double {
        self.level = max(0, self.level - Double(now - self.updated) * self.perNanosecond)
        self.updated = now
        return Double(rule.capacity) - self.level - 1
    }

    mutating func settle(isAllowed: Bool, under rule: LimitRule) {
        let rate = 1 / Double(rule.emissionInterval)
        if isAllowed { self.level += 1 }
        self.perNanosecond = isAllowed ? rate : max(self.perNanosecond, rate)
    }

    func nanoseconds(until room: Double) -> Double { -room / self.perNanosecond }
}

@Suite struct LimiterReloadTests {
    private static let seed = SipHash128.Key(3, 5)
    /// A change of rates rounds up to the nanosecond, which at the fastest rate is the 6,000th part of a request; there are up to 25.
    private static let rounding = 25.0 / 6_000
    private let time = ManualTime()
    private let address = LimitSubject.address(IPAddress(v4: 0xC000_0201))

    private func take(_ limiter: Limiter, _ rule: Int = 0) -> LimitDecision? {
        guard case .decided(let decision) = limiter.take(rule: rule, subject: self.address, now: self.time.now) else { return nil }
        return decision
    }

    private func admitted(_ limiter: Limiter, _ rule: Int = 0, of count: Int = 2_000) -> Int {
        (0..<count).count { _ in self.take(limiter, rule)?.isAllowed == true }
    }

    private static func randomRule(_ random: inout SeededGenerator) -> LimitRule {
        let rates = [1, 7, 60, 600, 6_000, 100_000, 10_000_000]
        return LimitRule(
            name: "r", requestsPerMinute: rates.randomElement(using: &random) ?? 1, burstSize: Int.random(in: 0...40, using: &random))
    }

    /// Rules replace each other, and the replaced ones go on deciding about open requests: every decision is the model's.
    @Test(arguments: 0..<20)
    func agreesWithABucketOfRequestsOverReloads(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let callers = (0..<3).map { LimitSubject.address(IPAddress(v4: $0)).key(seed: Self.seed) }
        var models = Array(repeating: RequestBucket(), count: callers.count)
        var rules = [Self.randomRule(&random)]
        var tables = [MemoryLimitTable(rules: rules, maximumKeys: 100, seed: Self.seed)]
        var now: Int64 = 1
        for _ in 0..<1_500 {
            if Int.random(in: 0..<60, using: &random) == 0 {
                rules.append(Self.randomRule(&random))
                tables.append(
                    MemoryLimitTable(
                        rules: [LimitRule(name: "other", requestsPerMinute: 1, burstSize: 0), rules[rules.count - 1]], maximumKeys: 100,
                        seed: Self.seed, continuing: tables[tables.count - 1]))
            }
            let policy = Int.random(in: 0..<5, using: &random) == 0 ? Int.random(in: 0..<rules.count, using: &random) : rules.count - 1
            let caller = Int.random(in: 0..<callers.count, using: &random)
            let rule = rules[policy]
            let room = models[caller].room(under: rule, now: now)
            let announced = tables[policy].peek(callers[caller], rule: policy == 0 ? 0 : 1, now: now)
            let decision = tables[policy].take(callers[caller], rule: policy == 0 ? 0 : 1, now: now)
            let isRight = decision.isAllowed == announced.isAllowed && (decision.isAllowed == (room >= 0) || abs(room) < Self.rounding)
            guard isRight else {
                Issue.record("room \(room), \(rule), \(announced), \(decision)")
                return
            }
            models[caller].settle(isAllowed: decision.isAllowed, under: rule)
            if !decision.isAllowed, room < -Self.rounding {
                let expected = models[caller].nanoseconds(until: room)
                let isTrue = abs(Double(decision.retryAfter) - expected) < 10 + models[caller].nanoseconds(until: -Self.rounding)
                guard isTrue, announced.retryAfter == decision.retryAfter else {
                    Issue.record("\(announced), \(decision), expected \(expected)")
                    return
                }
            }
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<8: break
            case 8..<11: now += Int64.random(in: 0...(rule.emissionInterval * 3), using: &random)
            default: now += Int64.random(in: 0...(rule.emissionInterval * Int64(min(rule.capacity, 50))), using: &random)
            }
            if Int.random(in: 0..<300, using: &random) == 0 { tables[policy].sweep(now: now) }
        }
    }

    /// Two policies in force at once, as while servers are replaced one after the other: no alternation gains anything.
    @Test(arguments: 0..<20)
    func twoPoliciesAtOnceAdmitNoMoreThanTheLargerBucketAndTheFasterRate(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rules = [7, 60, 600].shuffled(using: &random).prefix(2).map { rate in
            LimitRule(name: "r", requestsPerMinute: rate, burstSize: Int.random(in: 0...900, using: &random))
        }
        let caller = LimitSubject.address(IPAddress(v4: 1)).key(seed: Self.seed)
        let first = MemoryLimitTable(rules: [rules[0]], maximumKeys: 10, seed: Self.seed)
        let second = MemoryLimitTable(rules: [rules[1]], maximumKeys: 10, seed: Self.seed, continuing: first)
        let largest = max(rules[0].capacity, rules[1].capacity)
        let interval = min(rules[0].emissionInterval, rules[1].emissionInterval)
        var admitted = 0
        var now: Int64 = 0
        for _ in 0..<5_000 {
            let table = Bool.random(using: &random) ? first : second
            if table.take(caller, rule: 0, now: now).isAllowed { admitted += 1 }
            guard admitted <= largest + Int(now / interval) + 1 else {
                Issue.record("\(rules) admitted \(admitted) by \(now)")
                return
            }
            if Int.random(in: 0..<20, using: &random) == 0 { now += Int64.random(in: 0...(interval * 2), using: &random) }
        }
        #expect(admitted >= min(rules[0].capacity, rules[1].capacity))
    }

    @Test func whatWasConsumedStaysConsumed() throws {
        let before = try Limiter(RateLimitConfig(requestsPerMinute: 60, burstSize: 0))
        #expect(self.admitted(before) == 60)
        let raised = try Limiter(RateLimitConfig(requestsPerMinute: 600, burstSize: 20), continuing: before)
        #expect(self.admitted(raised) == 620 - 60)
        let lowered = try Limiter(RateLimitConfig(requestsPerMinute: 6, burstSize: 0), continuing: raised)
        let refused = try #require(self.take(lowered))
        #expect(!refused.isAllowed && refused.remaining == 0)
        // 620 flow off at 600 a minute until five are left.
        #expect(refused.retryAfterSeconds == 62)
        self.time.advance(by: .seconds(refused.retryAfterSeconds - 1))
        #expect(self.admitted(lowered) == 0)
        self.time.advance(by: .seconds(1))
        #expect(self.take(lowered)?.isAllowed == true)
    }

    /// A slow limit with a large burst is replaced by a fast one: its debt flows off at the new rate once it is asked about.
    @Test func nobodyWaitsOutASlowRateThatIsNoMore() throws {
        let before = try Limiter(RateLimitConfig(requestsPerMinute: 1, burstSize: 1_000))
        #expect(self.admitted(before) == 1_001)
        let after = try Limiter(RateLimitConfig(requestsPerMinute: 600, burstSize: 0), continuing: before)
        let refused = try #require(self.take(after))
        // 402 too many, at ten a second.
        #expect(!refused.isAllowed && refused.retryAfterSeconds == 41)
        self.time.advance(by: .seconds(41))
        #expect(self.take(after)?.isAllowed == true)
    }

    @Test func aLimiterThatNeverCameIntoForceChangedNothing() throws {
        let before = try Limiter(RateLimitConfig(requestsPerMinute: 60, burstSize: 0))
        #expect(self.admitted(before, of: 30) == 30)
        _ = try Limiter(RateLimitConfig(requestsPerMinute: 1, burstSize: 0, routeLimits: ["/a": nil]), continuing: before)
        #expect(self.admitted(before) == 30)
    }

    @Test func rulesAreKnownByTheirNamesWhereverTheyStand() throws {
        let before = try Limiter(
            RateLimitConfig(
                routeLimits: ["/a": .init(requestsPerMinute: 10), "/b": .init(requestsPerMinute: 20)], failedTokensPerMinute: 3),
            addressLimit: RouteLimit(requestsPerMinute: 5))
        let oldA = try #require(before.rule(forTemplate: "/a"))
        #expect(self.admitted(before, oldA) == 10)
        #expect(self.admitted(before, try #require(before.addressRule)) == 5)
        before.countFailedToken(from: IPAddress(v4: 9), now: self.time.now)
        let after = try Limiter(
            RateLimitConfig(
                routeLimits: ["/c": .init(requestsPerMinute: 7), "/b": .init(requestsPerMinute: 20), "/a": .init(requestsPerMinute: 12)],
                failedTokensPerMinute: 4),
            addressLimit: RouteLimit(requestsPerMinute: 6), continuing: before)
        #expect(self.admitted(after, try #require(after.rule(forTemplate: "/a"))) == 2)
        #expect(self.admitted(after, try #require(after.rule(forTemplate: "/b"))) == 20)
        #expect(self.admitted(after, try #require(after.rule(forTemplate: "/c"))) == 7)
        #expect(self.admitted(after, try #require(after.addressRule)) == 1)
        #expect(after.failedTokensLeft(for: IPAddress(v4: 9), now: self.time.now)?.remaining == 3)
        let counters = Dictionary(uniqueKeysWithValues: after.counters.rules.map { ($0.name, $0) })
        #expect(counters["/a"]?.allowed == 12 && counters["address"]?.allowed == 6 && counters["/c"]?.allowed == 7)
        // The one that decides about open requests may still be asked, for rules that are no more too.
        #expect(self.admitted(before, oldA) == 0)
    }

    @Test func theOverflowBucketGoesOnToo() throws {
        let before = try Limiter(RateLimitConfig(requestsPerMinute: 10, burstSize: 0, maximumKeys: 1))
        _ = before.take(rule: 0, subject: .address(IPAddress(v4: 1)), now: self.time.now)
        #expect(self.admitted(before) == 10)
        let after = try Limiter(RateLimitConfig(requestsPerMinute: 12, burstSize: 0, maximumKeys: 1), continuing: before)
        #expect(self.admitted(after) == 2)
    }
}
