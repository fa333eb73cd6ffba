import NexusAuth
import NexusCore
import Testing

@Suite struct KeySetStateMachineTests {
    private let away = KeySetError(.unreachable, "away")

    @Test func theFirstFetchIsWantedAtOnceAndOnlyOnce() {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let now = ManualTime().now
        #expect(machine.status(now: now).state == .neverLoaded)
        #expect(machine.next(now: now) == .fetch)
        #expect(machine.next(now: now) == .wait(nil))
        for _ in 0..<100 { #expect(machine.demand(kid: "k", now: now) == .joined) }
        #expect(machine.next(now: now) == .wait(nil))
    }

    @Test(arguments: [0, 1, 2, 3, 7, 30, 600, 7200])
    func aProviderThatWasAwayAtStartIsNoticedWithinTwoSeconds(secondsAway: Int) throws {
        var simulation = KeySetSimulation()
        let back = Duration.seconds(secondsAway)
        simulation.provider = { $0 < back ? nil : KeySetDocument(bytes: []) }
        simulation.run(until: back)
        #expect(secondsAway == 0 || simulation.state == .neverLoaded)
        simulation.run(until: back + .seconds(2) + simulation.fetchDuration)
        #expect(simulation.state == .fresh)
    }

    @Test func attemptsBackOffWhileNothingWasEverLoaded() {
        var policy = KeySetPolicy()
        policy.retryCeiling = .seconds(30)
        var simulation = KeySetSimulation(policy: policy)
        simulation.fetchDuration = .zero
        simulation.provider = { _ in nil }
        simulation.run(until: .seconds(100))
        #expect(simulation.fetches == [0, 1, 3, 7, 15, 31, 61, 91].map { .seconds($0) })
    }

    @Test(
        arguments: [
            // Advertised, time to live, the expected lifetime; all in seconds.
            (nil, 3600, 3600), (600, 3600, 600), (0, 3600, 60), (59, 3600, 60), (86_400, 3600, 3600), (0, 30, 30), (600, 30, 30),
            (nil, 5, 5),
        ] as [(Int?, Int, Int)])
    func theLifetimeIsBoundedOnBothSides(advertised: Int?, timeToLive: Int, lifetime: Int) {
        var policy = KeySetPolicy()
        policy.timeToLive = .seconds(timeToLive)
        var machine = KeySetStateMachine(policy: policy)
        let time = ManualTime()
        _ = machine.next(now: time.now)
        machine.succeeded(changed: true, advertised: advertised.map { .seconds($0) }, jitter: 0, now: time.now)
        #expect(machine.next(now: time.now) == .wait(.seconds(lifetime) * 0.8))
        time.advance(by: .seconds(lifetime) - .nanoseconds(1))
        #expect(machine.status(now: time.now).state == .fresh)
        time.advance(by: .nanoseconds(1))
        #expect(machine.status(now: time.now).state == .stale)
    }

    @Test(arguments: [(0.0, 0.8), (0.5, 0.76), (1.0, 0.72), (.nan, 0.8), (99, 0.8)])
    func jitterSpreadsRefreshes(jitter: Double, share: Double) {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let now = ManualTime().now
        _ = machine.next(now: now)
        machine.succeeded(changed: true, advertised: nil, jitter: jitter, now: now)
        guard case .wait(let duration?) = machine.next(now: now) else {
            Issue.record("a loaded set is not fetched at once")
            return
        }
        #expect(abs(duration / .seconds(3600) - share) < 0.001)
    }

    @Test func aHealthySetIsFetchedAheadOfItsExpiryAndNeverStale() {
        var simulation = KeySetSimulation()
        var worst = KeySetStatus.State.fresh
        simulation.run(until: .seconds(24 * 3600), step: .seconds(10)) { machine, now in
            let state = machine.status(now: now).state
            if state != .fresh, now.uptimeNanoseconds > 2_000_000_000 { worst = state }
        }
        #expect(worst == .fresh)
        #expect(simulation.fetches.count == 30)
    }

    @Test func staleKeysServeUntilTheLimitAndThenNoLonger() {
        var simulation = KeySetSimulation()
        simulation.fetchDuration = .zero
        simulation.provider = { $0 == .zero ? KeySetDocument(bytes: []) : nil }
        simulation.run(until: .seconds(3599), step: .seconds(1))
        #expect(simulation.state == .fresh)
        simulation.run(until: .seconds(3599 + 24 * 3600), step: .seconds(1))
        #expect(simulation.state == .stale)
        #expect(simulation.machine.status(now: simulation.time.now).isUsable)
        simulation.run(until: .seconds(3600 + 24 * 3600), step: .seconds(1))
        #expect(simulation.state == .expired)
        #expect(!simulation.machine.status(now: simulation.time.now).isUsable)
        #expect(simulation.machine.status(now: simulation.time.now).lastError == self.away)
    }

    @Test func anExpiredSetHealsWithinTwoSeconds() {
        var policy = KeySetPolicy()
        policy.staleLimit = .zero
        var simulation = KeySetSimulation(policy: policy)
        simulation.provider = { $0 == .zero || $0 > .seconds(9000) ? KeySetDocument(bytes: []) : nil }
        simulation.run(until: .seconds(9000))
        #expect(simulation.state == .expired)
        simulation.run(until: .seconds(9003))
        #expect(simulation.state == .fresh)
    }

    @Test func anOutageCostsOneFetchEachCooldownWhateverRequestsAsk() {
        var simulation = KeySetSimulation()
        simulation.provider = { $0 < .seconds(3000) ? KeySetDocument(bytes: []) : nil }
        simulation.run(until: .seconds(3000))
        let before = simulation.fetches.count
        var kid = 0
        simulation.run(until: .seconds(3900)) { machine, now in
            kid += 1
            _ = machine.demand(kid: "unknown-\(kid)", now: now)
        }
        let gaps = zip(simulation.fetches.dropFirst(before), simulation.fetches.dropFirst(before + 1)).map { $1 - $0 }
        #expect(gaps.count > 20)
        #expect(gaps.allSatisfy { $0 >= .seconds(30) })
    }

    @Test func tenThousandRandomNamesASecondCostOneFetchEachCooldown() {
        var simulation = KeySetSimulation()
        simulation.run(until: .seconds(60))
        let before = simulation.fetches.count
        let names = (0..<10_000).map { "made-up-\($0)" }
        var asked = 0
        var started = 0
        simulation.run(until: .seconds(95), step: .milliseconds(10)) { machine, now in
            for _ in 0..<100 {
                if machine.demand(kid: names[asked % names.count], now: now) == .started { started += 1 }
                asked += 1
            }
        }
        #expect(asked > 340_000)
        #expect(started == 2)
        #expect(simulation.fetches.count - before == 2)
    }

    @Test func aFloodDoesNotHastenTheRetriesBeforeTheFirstSet() {
        var quiet = KeySetSimulation()
        quiet.provider = { _ in nil }
        quiet.run(until: .seconds(120))
        var flooded = KeySetSimulation()
        flooded.provider = { _ in nil }
        flooded.run(until: .seconds(120)) { machine, now in
            for number in 0..<100 { _ = machine.demand(kid: "\(number)", now: now) }
        }
        #expect(flooded.fetches == quiet.fetches)
    }

    @Test func anUnknownNameAfterAQuietTimeFetchesAtOnceAndNotAgainForAWhile() {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let time = ManualTime()
        func fetch() {
            #expect(machine.next(now: time.now) == .fetch)
            machine.succeeded(changed: false, advertised: nil, jitter: 0, now: time.now)
        }
        fetch()
        #expect(machine.demand(kid: "new", now: time.now) == .started)
        #expect(machine.demand(kid: "new", now: time.now) == .joined)
        fetch()
        #expect(machine.demand(kid: "new", now: time.now) == .refused)
        #expect(machine.demand(kid: "other", now: time.now) == .refused)
        time.advance(by: .seconds(30))
        #expect(machine.demand(kid: "new", now: time.now) == .refused)
        #expect(machine.demand(kid: "other", now: time.now) == .started)
        fetch()
        time.advance(by: .seconds(30))
        #expect(machine.demand(kid: "new", now: time.now) == .started)
    }

    @Test func aFailedFetchForgetsWhatItDidNotLearn() {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let time = ManualTime()
        _ = machine.next(now: time.now)
        machine.succeeded(changed: true, advertised: nil, jitter: 0, now: time.now)
        #expect(machine.demand(kid: "new", now: time.now) == .started)
        _ = machine.next(now: time.now)
        machine.failed(self.away, jitter: 0, now: time.now)
        time.advance(by: .seconds(29))
        #expect(machine.demand(kid: "new", now: time.now) == .failing)
        time.advance(by: .seconds(1))
        #expect(machine.demand(kid: "new", now: time.now) == .joined)
        #expect(machine.next(now: time.now) == .fetch)
    }

    @Test func theGenerationMovesWithTheKeysOnly() {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let now = ManualTime().now
        machine.succeeded(changed: true, advertised: nil, jitter: 0, now: now)
        #expect(machine.generation == 1)
        machine.succeeded(changed: false, advertised: nil, jitter: 0, now: now)
        machine.failed(self.away, jitter: 0, now: now)
        #expect(machine.generation == 1)
        machine.succeeded(changed: true, advertised: nil, jitter: 0, now: now)
        #expect(machine.generation == 2)
    }

    @Test func aWithdrawnSetIsGoneAtOnceAndComesBackAsANewOne() {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let now = ManualTime().now
        machine.succeeded(changed: true, advertised: nil, jitter: 0, now: now)
        machine.failed(KeySetError(.noUsableKey, "empty"), withdrawn: true, jitter: 0, now: now)
        #expect(machine.usableUntil == nil)
        #expect(machine.status(now: now).state == .neverLoaded)
        #expect(machine.next(now: now) == .wait(.seconds(1)))
        machine.succeeded(changed: false, advertised: nil, jitter: 0, now: now)
        #expect(machine.generation == 2)
    }

    @Test func aWallClockThatStepsChangesNothing() {
        var machine = KeySetStateMachine(policy: KeySetPolicy())
        let time = ManualTime()
        machine.succeeded(changed: true, advertised: nil, jitter: 0, now: time.now)
        for step in [3_600_000, -7_200_000] {
            time.stepWallClock(by: .seconds(step))
            #expect(machine.status(now: time.now).state == .fresh)
            #expect(machine.next(now: time.now) == .wait(.seconds(2880)))
        }
    }

    @Test func extremesDoNotTrap() {
        var policy = KeySetPolicy()
        policy.timeToLive = .seconds(Int64.max)
        policy.staleLimit = .seconds(Int64.max)
        policy.cooldown = .seconds(Int64.max)
        policy.unknownKeyMemory = .seconds(Int64.max)
        policy.unknownKeyCapacity = 0
        for uptime in [Int64.min, -1, 0, .max - 1, .max] {
            var machine = KeySetStateMachine(policy: policy)
            let now = Moment(unixNanoseconds: uptime, uptimeNanoseconds: uptime)
            _ = machine.next(now: now)
            machine.succeeded(changed: true, advertised: .seconds(Int64.max), jitter: -1e300, now: now)
            _ = machine.demand(kid: "", now: now)
            _ = machine.status(now: now)
            machine.failed(self.away, jitter: .infinity, now: now)
            _ = machine.next(now: Moment(unixNanoseconds: 0, uptimeNanoseconds: .min))
            _ = machine.status(now: Moment(unixNanoseconds: 0, uptimeNanoseconds: .min))
        }
        for failures in [Int.min, 0, 1, 33, 64, .max] {
            #expect(KeySetPolicy().retryDelay(afterFailures: failures) <= .seconds(2))
        }
    }

    @Test func theMemoryOfUnknownNamesIsBounded() {
        var policy = KeySetPolicy()
        policy.cooldown = .zero
        policy.unknownKeyCapacity = 8
        policy.unknownKeyMemory = .seconds(600)
        var machine = KeySetStateMachine(policy: policy)
        let now = ManualTime().now
        func ask(_ kid: String) -> KeySetStateMachine.Demand {
            let demand = machine.demand(kid: kid, now: now)
            if demand == .started {
                _ = machine.next(now: now)
                machine.succeeded(changed: false, advertised: nil, jitter: 0, now: now)
            }
            return demand
        }
        machine.succeeded(changed: true, advertised: nil, jitter: 0, now: now)
        for number in 0..<9 { #expect(ask("kid-\(number)") == .started) }
        #expect(ask("kid-8") == .refused)
        #expect(ask("kid-1") == .refused)
        #expect(ask("kid-0") == .started)
    }
}
