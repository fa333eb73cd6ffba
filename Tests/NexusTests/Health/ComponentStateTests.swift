import Testing

@testable import Nexus

@Suite("The state of a component")
struct ComponentStateTests {
    private let millisecond: Int64 = 1_000_000
    private func state() -> ComponentState { ComponentState(deadline: .milliseconds(500), interval: .milliseconds(250)) }

    @Test("a check starts at once, and again an interval after it came back")
    func schedule() {
        var state = self.state()
        #expect(state.tick(now: 0) == .start(attempt: 1))
        #expect(state.tick(now: 100 * self.millisecond) == .none)
        state.finished(attempt: 1, status: .healthy, now: 120 * self.millisecond)
        #expect(state.result == .init(status: .healthy, latency: 120 * self.millisecond, moment: 120 * self.millisecond))
        #expect(state.tick(now: 369 * self.millisecond) == .none)
        #expect(state.tick(now: 370 * self.millisecond) == .start(attempt: 2))
    }

    @Test("a check that hangs is cancelled at its deadline, and no second one starts beside it")
    func hang() {
        var state = self.state()
        _ = state.tick(now: 0)
        #expect(state.tick(now: 499 * self.millisecond) == .none)
        #expect(state.result == nil)
        #expect(state.tick(now: 500 * self.millisecond) == .cancel(attempt: 1))
        #expect(state.result?.status.level == .unhealthy)
        for tick in 6..<100 { #expect(state.tick(now: Int64(tick) * 100 * self.millisecond) == .none) }
        #expect(state.result?.moment == 9_900 * self.millisecond)
    }

    @Test("a late result does not count, but lets the next check start")
    func late() {
        var state = self.state()
        _ = state.tick(now: 0)
        _ = state.tick(now: 500 * self.millisecond)
        state.finished(attempt: 1, status: .healthy, now: 900 * self.millisecond)
        #expect(state.result?.status.level == .unhealthy)
        #expect(state.tick(now: 900 * self.millisecond) == .start(attempt: 2))
        state.finished(attempt: 2, status: .healthy, now: 901 * self.millisecond)
        #expect(state.result?.status == .healthy)
    }

    @Test("a result that comes after the deadline, before anybody looked, is late as well")
    func lateUnnoticed() {
        var state = self.state()
        _ = state.tick(now: 0)
        state.finished(attempt: 1, status: .healthy, now: 500 * self.millisecond)
        #expect(state.result?.status.level == .unhealthy)
    }

    @Test("a result of an earlier attempt changes nothing")
    func stray() {
        var state = self.state()
        _ = state.tick(now: 0)
        state.finished(attempt: 7, status: .healthy, now: 1)
        #expect(state.result == nil)
        state.finished(attempt: 1, status: .healthy, now: 2)
        state.finished(attempt: 1, status: .unhealthy("again"), now: 3)
        #expect(state.result?.status == .healthy)
    }
}
