import NexusAuth
import Testing

@Suite struct GCRATests {
    @Test(arguments: 0..<60)
    func agreesWithATextbookBucketOverRandomSchedules(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rule = LimitRule(
            name: "r", requestsPerMinute: Int.random(in: 1...(seed % 3 == 0 ? 10_000_000 : 200), using: &random),
            burstSize: Int.random(in: 0...30, using: &random))
        let bucket = GCRA(rule)
        var model = BucketModel(rule)
        var tat = GCRA.full
        var now = Int64.random(in: 0...1_000_000_000_000, using: &random)
        for _ in 0..<2_000 {
            let before = tat
            let expected = model.take(now: now)
            let announced = bucket.peek(tat, now: now)
            let decision = bucket.take(&tat, now: now)
            #expect(decision == expected)
            #expect(announced.isAllowed == decision.isAllowed)
            if !decision.isAllowed { #expect(tat == before) }
            let interval = 60_000_000_000 / Int64(rule.requestsPerMinute)
            now += Bool.random(using: &random) ? 0 : Int64.random(in: 0...(interval * 3), using: &random)
            if Int.random(in: 0..<200, using: &random) == 0 { now += interval * Int64(rule.capacity) }
        }
    }

    /// Every small rate, every rate around a power of ten, and a seeded sample of the rest.
    @Test func holdsExactlyItsCapacityAtEveryRate() {
        var random = SeededGenerator(seed: 7)
        var rates = Array(1...3_000)
        for power in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] { rates += (power - 50)...min(power + 50, 10_000_000) }
        rates += (0..<20_000).map { _ in Int.random(in: 1...10_000_000, using: &random) }
        for rate in rates {
            let burst = Int.random(in: 0...100, using: &random)
            let rule = LimitRule(name: "r", requestsPerMinute: rate, burstSize: burst)
            let bucket = GCRA(rule)
            let now = Int64.random(in: 0...(1 << 60), using: &random)
            var tat = GCRA.full
            #expect(bucket.peek(tat, now: now).remaining == rate + burst)
            // All but the last two are taken at once, by moving the state as that many admissions do.
            tat = now + rule.emissionInterval * Int64(rule.capacity - min(2, rule.capacity))
            var admitted = rule.capacity - min(2, rule.capacity)
            while bucket.take(&tat, now: now).isAllowed { admitted += 1 }
            guard admitted == rate + burst else {
                Issue.record("rate \(rate), burst \(burst): \(admitted)")
                return
            }
        }
    }

    @Test(arguments: [1, 7, 59, 100, 999, 44_100])
    func admitsOneRequestAfterTheOtherUntilItIsEmpty(rate: Int) {
        let rule = LimitRule(name: "r", requestsPerMinute: rate, burstSize: 20)
        let bucket = GCRA(rule)
        var tat = GCRA.full
        for number in 1...rule.capacity {
            let decision = bucket.take(&tat, now: 5)
            #expect(decision.isAllowed && decision.remaining == rule.capacity - number)
        }
        #expect(!bucket.take(&tat, now: 5).isAllowed)
    }

    @Test(arguments: [1, 7, 60, 100, 12_345, 9_999_999, 10_000_000])
    func retryAfterIsTrueToTheNanosecond(rate: Int) {
        let bucket = GCRA(LimitRule(name: "r", requestsPerMinute: rate, burstSize: 3))
        var tat: Int64 = .max
        let now: Int64 = 77_000_000_000
        let rejected = bucket.take(&tat, now: now)
        #expect(!rejected.isAllowed && rejected.retryAfter > 0 && rejected.remaining == 0)
        tat = now + rejected.resetAfter
        #expect(!bucket.peek(tat, now: now + rejected.retryAfter - 1).isAllowed)
        var early = tat
        #expect(bucket.take(&early, now: now + rejected.retryAfter).isAllowed)
        #expect(bucket.take(&tat, now: now + Int64(rejected.retryAfterSeconds) * 1_000_000_000).isAllowed)
    }

    @Test func neverExceedsTheRateInTheLongRunAndMissesItByLessThanItSays() {
        for rate in [7, 97, 1_013, 99_991] {
            let rule = LimitRule(name: "r", requestsPerMinute: rate, burstSize: 0)
            let exact = 60e9 / Double(rate)
            let loss = (Double(rule.emissionInterval) - exact) / exact
            #expect(loss >= 0 && loss < Double(rate) / 6e10)
        }
        #expect(LimitRule(name: "r", requestsPerMinute: 100, burstSize: 0).emissionInterval == 600_000_000)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, Int64.max - 1, Int64.max], [Int64.min, -1, 0, 1, Int64.max - 1, Int64.max])
    func survivesEveryClockAndState(tat: Int64, now: Int64) {
        let rule = LimitRule(name: "r", requestsPerMinute: .max, burstSize: .max)
        #expect(rule.capacity == 20_000_000)
        for rule in [rule, LimitRule(name: "r", requestsPerMinute: .min, burstSize: .max)] {
            var state = tat
            let decision = GCRA(rule).take(&state, now: now)
            #expect((0...rule.capacity).contains(decision.remaining) && decision.resetAfter >= 0 && decision.retryAfter >= 0)
        }
    }

    @Test func retryAfterInSecondsIsRoundedUpAndAtLeastOne() {
        func seconds(_ nanoseconds: Int64) -> Int {
            LimitDecision(isAllowed: false, remaining: 0, resetAfter: 0, retryAfter: nanoseconds).retryAfterSeconds
        }
        #expect(seconds(1) == 1 && seconds(0) == 1 && seconds(1_000_000_000) == 1 && seconds(1_000_000_001) == 2)
        #expect(seconds(.max) == 9_223_372_037)
    }
}
