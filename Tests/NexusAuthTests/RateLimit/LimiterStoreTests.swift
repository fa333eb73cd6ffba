import NexusAuth
import NexusCore
import Synchronization
import Testing

/// A store that keeps buckets by key and can be taken away.
private final class FakeStore: RateLimitStore {
    struct Away: Error {}

    private let buckets = Mutex<[String: Int64]>([:])
    private let away = Mutex(false)
    private let asked = Mutex<[String]>([])

    func take(key: String, rule: LimitRule) async throws -> LimitDecision {
        guard self.isAvailable else { throw Away() }
        self.asked.withLock { $0.append(key) }
        return self.buckets.withLock { GCRA(rule).take(&$0[key, default: GCRA.full], now: 0) }
    }

    var isAvailable: Bool { !self.away.withLock { $0 } }
    var keys: [String] { self.asked.withLock { $0 } }
    func leave() { self.away.withLock { $0 = true } }
    func comeBack() { self.away.withLock { $0 = false } }
}

@Suite struct LimiterStoreTests {
    private let store = FakeStore()
    private let time = ManualTime()
    private let subject = LimitSubject.identity(issuer: nil, user: "u", tenant: nil)

    private func ask(_ limiter: Limiter, rule: Int = 0) async throws -> RemoteLimitOutcome {
        guard case .remote(let request) = limiter.take(rule: rule, subject: self.subject, now: self.time.now) else {
            throw FakeStore.Away()
        }
        return await limiter.decide(request)
    }

    private func limiter(_ policy: FailurePolicy, share: Double = 0.5, shadow: Bool = false) throws -> Limiter {
        try Limiter(
            RateLimitConfig(
                requestsPerMinute: 10, burstSize: 4,
                routeLimits: ["/login": .init(requestsPerMinute: 5, failOpen: .closed), "/chat": .init(requestsPerMinute: 5)],
                failOpen: policy, localShare: share, shadow: shadow),
            store: self.store)
    }

    @Test func theStoreDecidesWhileItIsThere() async throws {
        let limiter = try self.limiter(.open)
        var admitted = 0
        for _ in 0..<20 {
            guard case .decided(let decision, isDegraded: false) = try await self.ask(limiter) else { continue }
            if decision.isAllowed { admitted += 1 }
        }
        #expect(admitted == 14)
        #expect(Set(self.store.keys) == ["{default:u:::u}"])
        #expect(limiter.counters.rules[0].allowed == 14 && limiter.counters.rules[0].limited == 6)
        #expect(limiter.counters.memory.keys == 0)
    }

    @Test func openLetsPassAndSaysSo() async throws {
        let limiter = try self.limiter(.open)
        self.store.leave()
        for _ in 0..<50 {
            guard case .decided(let decision, isDegraded: true) = try await self.ask(limiter) else {
                Issue.record("not degraded")
                return
            }
            #expect(decision.isAllowed)
        }
        #expect(limiter.counters.fallbacksOpen == 50 && !limiter.isStoreAvailable)
        self.store.comeBack()
        guard case .decided(_, isDegraded: false) = try await self.ask(limiter) else {
            Issue.record("still degraded")
            return
        }
        #expect(limiter.isStoreAvailable)
    }

    @Test func closedIsUnavailable() async throws {
        let limiter = try self.limiter(.closed)
        self.store.leave()
        #expect(try await self.ask(limiter) == .unavailable)
        #expect(limiter.counters.fallbacksClosed == 1)
    }

    @Test func localGrantsItsShareAndNoMore() async throws {
        let limiter = try self.limiter(.local)
        self.store.leave()
        var admitted = 0
        for _ in 0..<30 {
            guard case .decided(let decision, isDegraded: true) = try await self.ask(limiter) else { continue }
            if decision.isAllowed { admitted += 1 }
        }
        #expect(admitted == 7)
        #expect(limiter.counters.fallbacksLocal == 30)
        self.time.advance(by: .seconds(12))
        guard case .decided(let next, _) = try await self.ask(limiter) else { return }
        #expect(next.isAllowed)
    }

    @Test func aRouteMayFailClosedWhereTheRestFailsOpen() async throws {
        let limiter = try self.limiter(.open)
        self.store.leave()
        let login = try #require(limiter.rule(forTemplate: "/login"))
        let chat = try #require(limiter.rule(forTemplate: "/chat"))
        #expect(try await self.ask(limiter, rule: login) == .unavailable)
        guard case .decided(let decision, isDegraded: true) = try await self.ask(limiter, rule: chat) else {
            Issue.record("the other route does not fail open")
            return
        }
        #expect(decision.isAllowed)
    }

    @Test(arguments: [(FailurePolicy.open, 17), (.local, 17), (.closed, 0)])
    func `Routes that take credentials are never without a limit while the store is away`(policy: FailurePolicy, expected: Int) async throws
    {
        let limiter = try Limiter(
            RateLimitConfig(requestsPerMinute: 100, burstSize: 4, failOpen: policy), store: self.store)
        self.store.leave()
        let rule = try #require(limiter.rule(forTemplate: "/signin", takesCredentials: true))
        var admitted = 0
        for _ in 0..<50 {
            guard case .decided(let decision, isDegraded: true) = try await self.ask(limiter, rule: rule) else { continue }
            if decision.isAllowed { admitted += 1 }
        }
        #expect(admitted == expected)
    }

    @Test func aShadowRuleNeverMakesAnythingUnavailable() async throws {
        let limiter = try self.limiter(.closed, shadow: true)
        self.store.leave()
        guard case .decided(let decision, isDegraded: true) = try await self.ask(limiter) else {
            Issue.record("unavailable")
            return
        }
        #expect(decision.isAllowed)
    }

    @Test func failedTokensPreflightsAndTheAddressCapStayInMemory() throws {
        let limiter = try Limiter(RateLimitConfig(), addressLimit: RouteLimit(requestsPerMinute: 1), store: self.store)
        let rule = try #require(limiter.addressRule)
        guard case .decided = limiter.take(rule: rule, subject: self.subject, now: self.time.now) else {
            Issue.record("the address cap asks the store")
            return
        }
        limiter.countFailedToken(from: IPAddress(v4: 1), now: self.time.now)
        #expect(limiter.failedTokensLeft(for: IPAddress(v4: 1), now: self.time.now)?.remaining == 59)
        let preflights = try #require(limiter.preflightRule)
        guard case .decided(let decision) = limiter.take(rule: preflights, subject: self.subject, now: self.time.now) else {
            Issue.record("preflights ask the store")
            return
        }
        #expect(decision.remaining == 699)
        #expect(self.store.keys.isEmpty)
    }
}
