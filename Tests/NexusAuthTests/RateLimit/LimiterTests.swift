import NexusAuth
import NexusCore
import Testing

@Suite struct LimiterTests {
    private let time = ManualTime()
    private let address = LimitSubject.address(IPAddress(v4: 0xC000_0201))

    private func isAllowed(_ limiter: Limiter, _ rule: Int, _ subject: LimitSubject) -> Bool {
        guard case .decided(let decision) = limiter.take(rule: rule, subject: subject, now: self.time.now) else { return false }
        return decision.isAllowed
    }

    @Test func aRouteRuleHasABucketAndABurstOfItsOwn() throws {
        let limiter = try Limiter(
            RateLimitConfig(routeLimits: ["/api/auth/login": .init(requestsPerMinute: 10, burstSize: 5), "/health": nil]))
        let login = try #require(limiter.rule(forTemplate: "/api/auth/login"))
        #expect((0..<30).count { _ in self.isAllowed(limiter, login, self.address) } == 15)
        let general = try #require(limiter.rule(forTemplate: "/profile"))
        #expect(general == limiter.generalRule)
        #expect((0..<200).count { _ in self.isAllowed(limiter, general, self.address) } == 120)
        #expect(limiter.rule(forTemplate: "/health") == nil)
    }

    @Test func usersAndTenantsNeverShare() throws {
        let limiter = try Limiter(RateLimitConfig(requestsPerMinute: 1, burstSize: 0))
        let subjects: [LimitSubject] = [
            .identity(issuer: "i", user: "u1", tenant: "a"), .identity(issuer: "i", user: "u1", tenant: "b"),
            .identity(issuer: "i", user: "u2", tenant: "a"), .identity(issuer: "j", user: "u1", tenant: "a"), self.address,
        ]
        for subject in subjects { #expect(self.isAllowed(limiter, 0, subject)) }
        for subject in subjects { #expect(!self.isAllowed(limiter, 0, subject)) }
    }

    @Test func whoSleepsRetryAfterIsAdmitted() throws {
        let limiter = try Limiter(RateLimitConfig(requestsPerMinute: 7, burstSize: 2))
        while self.isAllowed(limiter, 0, self.address) {}
        for _ in 0..<20 {
            guard case .decided(let rejected) = limiter.take(rule: 0, subject: self.address, now: self.time.now) else { return }
            #expect(!rejected.isAllowed)
            self.time.advance(by: .seconds(rejected.retryAfterSeconds))
            #expect(self.isAllowed(limiter, 0, self.address))
            self.time.stepWallClock(by: .seconds(-3_600))
            while self.isAllowed(limiter, 0, self.address) {}
        }
    }

    @Test func failedTokensAreCountedByAddressAndPeekingIsFree() throws {
        let limiter = try Limiter(RateLimitConfig(failedTokensPerMinute: 3))
        let client = IPAddress(v4: 1)
        for _ in 0..<10 { #expect(limiter.failedTokensLeft(for: client, now: self.time.now)?.remaining == 3) }
        for _ in 0..<3 { limiter.countFailedToken(from: client, now: self.time.now) }
        let exhausted = try #require(limiter.failedTokensLeft(for: client, now: self.time.now))
        #expect(!exhausted.isAllowed && exhausted.retryAfterSeconds == 20)
        #expect(limiter.failedTokensLeft(for: IPAddress(v4: 2), now: self.time.now)?.isAllowed == true)
        self.time.advance(by: .seconds(20))
        #expect(limiter.failedTokensLeft(for: client, now: self.time.now)?.isAllowed == true)
        #expect(try Limiter(RateLimitConfig(failedTokensPerMinute: nil)).failedTokensLeft(for: client, now: self.time.now) == nil)
    }

    @Test func theAddressCapIsARuleOfItsOwn() throws {
        let limiter = try Limiter(RateLimitConfig(), addressLimit: RouteLimit(requestsPerMinute: 2))
        let rule = try #require(limiter.addressRule)
        #expect((0..<9).count { _ in self.isAllowed(limiter, rule, self.address) } == 2)
        #expect(self.isAllowed(limiter, limiter.generalRule, self.address))
        #expect(limiter.rules[rule].name == "address")
        #expect(try Limiter(RateLimitConfig()).addressRule == nil)
    }

    @Test func countersTellAllowedLimitedAndShadowed() throws {
        let limiter = try Limiter(
            RateLimitConfig(requestsPerMinute: 2, burstSize: 0, routeLimits: ["/s": .init(requestsPerMinute: 1, shadow: true)]))
        let shadow = try #require(limiter.rule(forTemplate: "/s"))
        for _ in 0..<5 {
            _ = self.isAllowed(limiter, 0, self.address)
            _ = self.isAllowed(limiter, shadow, self.address)
        }
        let counters = limiter.counters
        let (general, watched) = (counters.rules[0], counters.rules[shadow])
        #expect(general.name == "default" && general.allowed == 2 && general.limited == 3 && general.shadowed == 0)
        #expect(watched.name == "/s" && watched.allowed == 1 && watched.limited == 0 && watched.shadowed == 4)
        #expect(counters.memory.keys == 2 && counters.isStoreAvailable)
        self.time.advance(by: .seconds(600))
        limiter.sweep(now: self.time.now)
        #expect(limiter.counters.memory.keys == 0)
    }

    @Test func routesThatTakeCredentialsHaveASmallerLimitUnlessAPatternNamesThem() throws {
        let limiter = try Limiter(RateLimitConfig(routeLimits: ["/api/auth/login": .init(requestsPerMinute: 10), "/api/auth/logout": nil]))
        #expect(limiter.rule(forTemplate: "/api/auth/refresh", takesCredentials: true) == limiter.credentialRule)
        #expect(limiter.rule(forTemplate: "/api/auth/refresh") == limiter.generalRule)
        #expect(limiter.rule(forTemplate: "/api/auth/logout", takesCredentials: true) == nil)
        let login = limiter.rule(forTemplate: "/api/auth/login", takesCredentials: true)
        #expect(login.map { limiter.rules[$0].name } == "/api/auth/login")
        #expect((0..<99).count { _ in self.isAllowed(limiter, limiter.credentialRule, self.address) } == 50)
        let strict = try Limiter(RateLimitConfig(requestsPerMinute: 5, burstSize: 1))
        #expect((0..<99).count { _ in self.isAllowed(strict, strict.credentialRule, self.address) } == 6)
    }

    @Test func refusesAnInvalidConfiguration() {
        #expect(throws: RateLimitConfigError.self) { try Limiter(RateLimitConfig(requestsPerMinute: 0)) }
    }
}
