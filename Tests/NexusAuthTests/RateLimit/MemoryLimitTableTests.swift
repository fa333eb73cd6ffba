import NexusAuth
import NexusCore
import Synchronization
import Testing

@Suite struct MemoryLimitTableTests {
    private static let seed = SipHash128.Key(11, 13)

    private static func caller(_ number: Int) -> LimitKey {
        LimitSubject.address(IPAddress(v4: UInt32(number))).key(seed: self.seed)
    }

    private static func table(_ rules: LimitRule..., maximumKeys: Int = 1_000_000) -> MemoryLimitTable {
        MemoryLimitTable(rules: rules, maximumKeys: maximumKeys, seed: self.seed)
    }

    /// Below the cap the table is the model, caller by caller and rule by rule.
    @Test(arguments: 0..<12)
    func agreesWithOneTextbookBucketForEachCallerAndRule(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rules = (0..<3).map { index in
            LimitRule(
                name: "\(index)", requestsPerMinute: Int.random(in: 1...3_000, using: &random),
                burstSize: Int.random(in: 0...5, using: &random))
        }
        let table = MemoryLimitTable(rules: rules, maximumKeys: 100_000, seed: Self.seed)
        var models: [[Int: BucketModel]] = [[:], [:], [:]]
        var now: Int64 = 1
        for _ in 0..<6_000 {
            let caller = Int.random(in: 0..<(seed % 2 == 0 ? 5 : 2_000), using: &random)
            let rule = Int.random(in: 0..<3, using: &random)
            let expected = models[rule][caller, default: BucketModel(rules[rule])].take(now: now)
            #expect(table.peek(Self.caller(caller), rule: rule, now: now).isAllowed == expected.isAllowed)
            #expect(table.take(Self.caller(caller), rule: rule, now: now) == expected)
            now += Int64.random(in: 0...20_000_000, using: &random)
            if Int.random(in: 0..<500, using: &random) == 0 { table.sweep(now: now) }
        }
        #expect(table.usage.overflowDecisions == 0)
    }

    /// Crowded shards, where slots are freed and taken all the time: no probe may lose sight of a bucket.
    @Test func losesNoBucketWhereSlotsAreCrowded() {
        var random = SeededGenerator(seed: 5)
        let rule = LimitRule(name: "r", requestsPerMinute: 10, burstSize: 2)
        let table = Self.table(rule, maximumKeys: 28_000)
        var models = Array(repeating: BucketModel(rule), count: 28_000)
        var now: Int64 = 1
        var wrong = 0
        for _ in 0..<200_000 {
            let caller = Int.random(in: 0..<models.count, using: &random)
            if table.take(Self.caller(caller), rule: 0, now: now) != models[caller].take(now: now) { wrong += 1 }
            now += 60_000
        }
        #expect(wrong == 0)
        // Every key that went was counted off: the cap is still all there.
        table.sweep(now: now + 3_600_000_000_000)
        #expect(table.usage.keys == 0)
        for caller in models.indices { _ = table.take(Self.caller(caller), rule: 0, now: now) }
        #expect(table.usage.keys == 28_000 && table.usage.overflowDecisions == 0)
    }

    /// At the cap it may be stricter than the model, never laxer, and it never holds more than it may.
    @Test(arguments: 0..<12)
    func atTheCapItNeverAdmitsWhatTheModelRejects(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rule = LimitRule(name: "r", requestsPerMinute: Int.random(in: 1...600, using: &random), burstSize: 2)
        let table = Self.table(rule, maximumKeys: 50)
        var models: [Int: BucketModel] = [:]
        var now: Int64 = 1
        for _ in 0..<20_000 {
            let caller = Int.random(in: 0..<400, using: &random)
            let decision = table.take(Self.caller(caller), rule: 0, now: now)
            let model = models[caller, default: BucketModel(rule)]
            // The model is charged for what was admitted, and for nothing else.
            if decision.isAllowed {
                let wouldBe = models[caller, default: model].take(now: now)
                guard wouldBe.isAllowed else {
                    Issue.record("caller \(caller) was given more than its limit")
                    return
                }
            }
            now += Int64.random(in: 0...30_000_000, using: &random)
        }
        #expect(table.usage.keys <= 50)
        #expect(table.usage.overflowDecisions > 0)
    }

    @Test(arguments: [(100, 20), (7, 0), (1, 0), (30, 5), (9_999, 1)])
    func sixtyFourTasksAreAdmittedExactlyTheCapacity(rate: Int, burst: Int) async {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: rate, burstSize: burst))
        let attempts = (rate + burst) / 32 + 10
        let admitted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<64 {
                group.addTask { (0..<attempts).count { _ in table.take(Self.caller(1), rule: 0, now: 99).isAllowed } }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == rate + burst)
        let tally = table.tally(rule: 0)
        #expect(tally.allowed == UInt64(rate + burst) && tally.limited == UInt64(64 * attempts - rate - burst))
    }

    @Test func concurrentNewcomersNeverExceedTheCap() async {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: 1, burstSize: 0), maximumKeys: 1_000)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask { for number in 0..<2_000 { _ = table.take(Self.caller(task * 2_000 + number), rule: 0, now: 5) } }
            }
        }
        #expect(table.usage.keys == 1_000)
        table.sweep(now: 3_600_000_000_000)
        #expect(table.usage.keys == 0)
        for number in 0..<1_000 { _ = table.take(Self.caller(number), rule: 0, now: 3_600_000_000_000) }
        #expect(table.usage.keys == 1_000)
    }

    @Test func aFloodOfTenTimesTheCapGivesNoOneAFreshBucket() {
        let rule = LimitRule(name: "r", requestsPerMinute: 10, burstSize: 0)
        let table = Self.table(rule, maximumKeys: 2_000)
        for caller in 0..<100 {
            for _ in 0..<10 { #expect(table.take(Self.caller(caller), rule: 0, now: 1).isAllowed) }
            #expect(!table.take(Self.caller(caller), rule: 0, now: 1).isAllowed)
        }
        for caller in 100..<20_100 { _ = table.take(Self.caller(caller), rule: 0, now: 2) }
        #expect(table.usage.keys == 2_000)
        for caller in 0..<100 { #expect(!table.take(Self.caller(caller), rule: 0, now: 3).isAllowed) }
    }

    @Test func whoSharedTheOverflowBucketTakesItsDebtAlong() {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: 10, burstSize: 0), maximumKeys: 1)
        #expect(table.take(Self.caller(0), rule: 0, now: 0).isAllowed)
        // The place is taken for six seconds; this caller empties the overflow bucket of its shard.
        for _ in 0..<10 { #expect(table.take(Self.caller(1), rule: 0, now: 1).isAllowed) }
        #expect(!table.take(Self.caller(1), rule: 0, now: 1).isAllowed)
        table.sweep(now: 6_000_000_000)
        #expect(table.usage.keys == 0)
        // Now there is a place, and still only what came back meanwhile.
        let first = table.take(Self.caller(1), rule: 0, now: 6_000_000_001)
        #expect(table.usage.keys == 1)
        #expect(first.isAllowed && first.remaining == 0)
        #expect(!table.take(Self.caller(1), rule: 0, now: 6_000_000_001).isAllowed)
    }

    /// A thread may read the clock, be overtaken, and decide by the older reading.
    @Test func anOlderReadingOfTheClockGainsNothing() {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: 60, burstSize: 0))
        for _ in 0..<60 { #expect(table.take(Self.caller(1), rule: 0, now: 0).isAllowed) }
        table.sweep(now: 60_000_000_000)
        #expect(table.usage.keys == 0)
        var admitted = 0
        for _ in 0..<90 where table.take(Self.caller(1), rule: 0, now: 30_000_000_000).isAllowed { admitted += 1 }
        for _ in 0..<90 where table.take(Self.caller(1), rule: 0, now: 60_000_000_000).isAllowed { admitted += 1 }
        #expect(admitted == 60)
    }

    @Test func memoryComesBackAfterAFlood() {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: 60, burstSize: 0))
        for caller in 0..<60_000 { _ = table.take(Self.caller(caller), rule: 0, now: 0) }
        let flooded = table.usage
        #expect(flooded.keys == 60_000)
        #expect(flooded.bytes <= 64 * 60_000)
        table.sweep(now: 10_000_000_000)
        #expect(table.usage.bytes == 0 && table.usage.keys == 0)
    }

    @Test func ordinaryTrafficBringsMemoryBackToo() {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: 60, burstSize: 0))
        for caller in 0..<100_000 { _ = table.take(Self.caller(caller), rule: 0, now: 0) }
        let flooded = table.usage
        // Two slots a request: a flood is forgotten after about as many requests as it had slots, in every shard.
        for request in 0..<(flooded.slots * 3) {
            _ = table.take(Self.caller(request % 2_000), rule: 0, now: 10_000_000_000 + Int64(request))
        }
        #expect(table.usage.keys < 3_000)
        #expect(table.usage.bytes <= flooded.bytes / 2)
    }

    @Test func oneRulesBucketIsNotAnothers() {
        let table = Self.table(
            LimitRule(name: "default", requestsPerMinute: 100, burstSize: 20), LimitRule(name: "/login", requestsPerMinute: 2, burstSize: 0)
        )
        for _ in 0..<2 { #expect(table.take(Self.caller(1), rule: 1, now: 0).isAllowed) }
        #expect(!table.take(Self.caller(1), rule: 1, now: 0).isAllowed)
        #expect(table.take(Self.caller(1), rule: 0, now: 0).remaining == 119)
        #expect(table.take(Self.caller(2), rule: 1, now: 0).isAllowed)
    }

    @Test func aMillionKeysTakeAtMost64BytesEach() {
        let table = Self.table(LimitRule(name: "r", requestsPerMinute: 1, burstSize: 0))
        var worst = 0.0
        for caller in 0..<1_000_000 {
            _ = table.take(Self.caller(caller), rule: 0, now: 0)
            if caller > 100_000, caller % 50_000 == 0 { worst = max(worst, Double(table.usage.bytes) / Double(caller)) }
        }
        let usage = table.usage
        #expect(usage.keys == 1_000_000 && usage.bytes <= 64_000_000 && usage.overflowDecisions == 0)
        #expect(worst <= 64)
    }
}
