import Testing

@testable import NexusRedis

/// A leaky bucket in whole numbers: what the script must equal. One request weighs 60,000,000; one microsecond takes away as much as
/// there are requests a minute.
private struct NaiveBucket {
    private var level = 0
    private var pace = 1
    private var last = 0

    mutating func take(rpm: Int, capacity: Int, now: Int) -> [Int] {
        let (gone, overflow) = (now - self.last).multipliedReportingOverflow(by: self.pace)
        self.level = overflow ? 0 : max(0, self.level - gone)
        self.last = now
        let full = capacity * 60_000_000
        let isAdmitted = self.level + 60_000_000 <= full
        if isAdmitted { self.level += 60_000_000 }
        self.pace = isAdmitted || self.level == 0 ? rpm : max(self.pace, rpm)
        return [
            isAdmitted ? 1 : 0, max(0, full - self.level) / 60_000_000, self.microseconds(self.level),
            self.microseconds(max(0, self.level + 60_000_000 - full)),
        ]
    }

    private func microseconds(_ units: Int) -> Int { (units + self.pace - 1) / self.pace }
}

extension RealRedisTests {
    @Suite struct LimitScriptTests {
        /// The script with its clock in two more arguments, and with an expiry that real time does not reach.
        static let source = LimitScript.source
            .replacing("redis.call('TIME')", with: "{ARGV[3], ARGV[4]}")
            .replacing("'PX', string.format('%.0f', math.ceil(reset / 1000))", with: "'PX', '600000'")

        @Test func equalsTheModelToTheMicrosecond() async throws {
            #expect(Self.source.contains("ARGV[4]") && Self.source.contains("600000"), "the script changed: adapt the replacement")
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    var random = SeededRandom(seed: 2024)
                    let rates = [1, 2, 3, 7, 59, 60, 61, 100, 999, 1000, 6007, 60_000, 7_777_777, 100_000_000]
                    for round in 0..<60 {
                        let rpm = round < rates.count ? rates[round] : Int.random(in: 1...5000, using: &random)
                        let capacity = min(100_000_000, rpm + ([0, 1, 20, 5000].randomElement(using: &random) ?? 0))
                        try await Self.walk(redis, key: "k\(round)", rules: [(rpm, capacity)], random: &random)
                    }
                }
            }
        }

        /// Servers with two configurations at once, one of which may be new: what was consumed stays consumed.
        @Test func equalsTheModelUnderRulesInTurn() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    var random = SeededRandom(seed: 77)
                    for round in 0..<30 {
                        let rules = (0..<3).map { _ in
                            let rpm = [1, 7, 60, 600, 6007, 10_000_000].randomElement(using: &random) ?? 1
                            return (rpm, rpm + Int.random(in: 0...30, using: &random))
                        }
                        try await Self.walk(redis, key: "k\(round)", rules: rules, random: &random)
                    }
                }
            }
        }

        private static func walk(_ redis: RedisClient, key: String, rules: [(Int, Int)], random: inout SeededRandom) async throws {
            var model = NaiveBucket()
            var now = 1_700_000_000_000_000 + Int.random(in: 0...999_999, using: &random)
            for _ in 0..<200 {
                let (rpm, capacity) = rules.randomElement(using: &random) ?? (1, 1)
                let interval = max(1, 60_000_000 / rpm)
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5: break
                case 5..<8: now += Int.random(in: 0...interval, using: &random)
                case 8: now += interval * Int.random(in: 0...5, using: &random)
                default: now += Int.random(in: 0...(interval * min(capacity, 1000)), using: &random)
                }
                let time: [RedisCommand.Argument] = [.text("\(now / 1_000_000)"), .text("\(now % 1_000_000)")]
                let command: [RedisCommand.Argument] = ["EVAL", .text(Self.source), 1, .text(key), .integer(rpm), .integer(capacity)]
                let reply = try await redis.send(RedisCommand(command + time))
                let expected = model.take(rpm: rpm, capacity: capacity, now: now)
                try #require(reply == .array(expected.map { .integer(Int64($0)) }), "rpm \(rpm), capacity \(capacity), now \(now)")
            }
        }

        @Test func aClockThatStepsBackLocksNobodyOutForLongerThanABucket() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    func take(at second: Int) async throws -> RESPValue {
                        try await redis.send(["EVAL", .text(Self.source), 1, "k", 60, 60, .integer(second), 0])
                    }
                    for _ in 0..<60 { _ = try await take(at: 1_700_000_000) }
                    let stepped = try await take(at: 1_700_000_000 - 3600)
                    #expect(stepped == .array([.integer(0), .integer(0), .integer(60_000_000), .integer(1_000_000)]))
                    let slept = try await take(at: 1_700_000_000 - 3600 + 1)
                    #expect(slept == .array([.integer(1), .integer(0), .integer(60_000_000), .integer(1_000_000)]), "Retry-After was true")
                }
            }
        }

        @Test func whatWasConsumedStaysConsumedUnderAnotherRule() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    func take(_ rpm: Int, _ capacity: Int, at second: Int) async throws -> RESPValue {
                        try await redis.send(
                            ["EVAL", .text(Self.source), 1, "k", .integer(rpm), .integer(capacity), .integer(second), 0])
                    }
                    for _ in 0..<60 { _ = try await take(60, 60, at: 1_700_000_000) }
                    for left in (0..<560).reversed() {
                        guard case .array(let reply) = try await take(600, 620, at: 1_700_000_000) else { throw TestFailure("no reply") }
                        try #require(reply[0] == .integer(1) && reply[1] == .integer(Int64(left)))
                    }
                    // 620 flow off at 600 a minute until five of six are left.
                    let lowered = try await take(6, 6, at: 1_700_000_000)
                    #expect(lowered == .array([.integer(0), .integer(0), .integer(62_000_000), .integer(61_500_000)]))
                }
            }
        }

        /// Whatever the key holds and whatever the rule, there is a decision or an error, and the server lives.
        @Test(arguments: ["0.0.0", "9.9.9", "1.99999999999999999999999999999999.1", "x", "", "-1.2.3", "1.2", "99999999999999999999.1.1"])
        func anythingInTheKeyIsADecisionOrAnError(content: String) async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    for rule in [(7, 500), (6000, 6000), (1, 1), (100_000_000, 100_000_000), (3, 9)] {
                        _ = try await redis.send(["SET", "k", .text(content)])
                        let reply = try await redis.send(["EVAL", .text(LimitScript.source), 1, "k", .integer(rule.0), .integer(rule.1)])
                        let decision = RedisRateLimitStore<RedisClient>.decision(reply, capacity: rule.1)
                        #expect(decision != nil || reply.errorCode != nil || content.count > 20, "\(reply)")
                        #expect(try await redis.send(["PING"]) == .simple("PONG"))
                    }
                }
            }
        }
    }
}
