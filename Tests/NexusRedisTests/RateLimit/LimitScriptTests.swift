import Testing

@testable import NexusRedis

/// A leaky bucket in whole numbers: what the script must equal. One request weighs 60,000,000; one microsecond gives back `rpm`.
private struct NaiveBucket {
    let rpm: Int
    let full: Int
    var level: Int
    var last = 0

    init(rpm: Int, capacity: Int) {
        self.rpm = rpm
        self.full = capacity * 60_000_000
        self.level = self.full
    }

    mutating func take(now: Int) -> [Int] {
        let (gained, overflow) = (now - self.last).multipliedReportingOverflow(by: self.rpm)
        self.level = overflow ? self.full : min(self.full, self.level + gained)
        self.last = now
        let isAdmitted = self.level >= 60_000_000
        if isAdmitted { self.level -= 60_000_000 }
        return [
            isAdmitted ? 1 : 0, self.level / 60_000_000, self.microseconds(self.full - self.level),
            self.microseconds(max(0, 60_000_000 - self.level)),
        ]
    }

    private func microseconds(_ units: Int) -> Int { (units + self.rpm - 1) / self.rpm }
}

extension RealRedisTests {
    @Suite struct LimitScriptTests {
        /// The script with its clock in two more arguments, and with an expiry that real time does not reach.
        static let source = LimitScript.source
            .replacing("redis.call('TIME')", with: "{ARGV[3], ARGV[4]}")
            .replacing("'PX', string.format('%.0f', math.ceil(micros(debt) / 1000))", with: "'PX', '600000'")

        @Test func equalsTheModelToTheMicrosecond() async throws {
            #expect(Self.source.contains("ARGV[4]") && Self.source.contains("600000"), "the script changed: adapt the replacement")
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    var random = SeededRandom(seed: 2024)
                    let rates = [1, 2, 3, 7, 59, 60, 61, 100, 999, 1000, 6007, 60_000, 7_777_777, 100_000_000]
                    for round in 0..<60 {
                        let rpm = round < rates.count ? rates[round] : Int.random(in: 1...5000, using: &random)
                        let capacity = min(100_000_000, rpm + ([0, 1, 20, 5000].randomElement(using: &random) ?? 0))
                        try await Self.walk(redis, key: "k\(round)", rpm: rpm, capacity: capacity, random: &random)
                    }
                }
            }
        }

        private static func walk(_ redis: RedisClient, key: String, rpm: Int, capacity: Int, random: inout SeededRandom) async throws {
            var model = NaiveBucket(rpm: rpm, capacity: capacity)
            var now = 1_700_000_000_000_000 + Int.random(in: 0...999_999, using: &random)
            let interval = max(1, 60_000_000 / rpm)
            for _ in 0..<200 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5: break
                case 5..<8: now += Int.random(in: 0...interval, using: &random)
                case 8: now += interval * Int.random(in: 0...5, using: &random)
                default: now += Int.random(in: 0...(interval * min(capacity, 1000)), using: &random)
                }
                let time: [RedisCommand.Argument] = [.text("\(now / 1_000_000)"), .text("\(now % 1_000_000)")]
                let command: [RedisCommand.Argument] = ["EVAL", .text(Self.source), 1, .text(key), .integer(rpm), .integer(capacity)]
                let reply = try await redis.send(RedisCommand(command + time))
                let expected = model.take(now: now)
                try #require(reply == .array(expected.map { .integer(Int64($0)) }), "rpm \(rpm), capacity \(capacity), now \(now)")
            }
        }

        @Test func aClockThatStepsBackLocksNobodyOutForLongerThanABucket() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    func take(at second: Int) async throws -> RESPValue {
                        try await redis.send(["EVAL", .text(Self.source), 1, "k", 60, 60, .integer(second), 0])
                    }
                    _ = try await take(at: 1_700_000_000)
                    let stepped = try await take(at: 1_700_000_000 - 3600)
                    #expect(stepped == .array([.integer(0), .integer(0), .integer(60_000_000), .integer(1_000_000)]))
                }
            }
        }

        @Test func survivesARuleThatChanged() async throws {
            try await RedisServer.run { server in
                try await withClient(server.configuration()) { redis in
                    for rule in [(7, 500), (6000, 6000), (1, 1), (100_000_000, 100_000_000), (3, 9)] {
                        let reply = try await redis.send(["EVAL", .text(LimitScript.source), 1, "k", .integer(rule.0), .integer(rule.1)])
                        let decision = RedisRateLimitStore<RedisClient>.decision(reply, capacity: rule.1)
                        #expect(decision != nil, "\(reply)")
                    }
                }
            }
        }
    }
}
