import Testing

@testable import Nexus

@Suite("The phases of a process")
struct HealthPhaseTests {
    @Test(
        "every phase and every event",
        arguments: [
            (HealthPhase.starting, HealthPhase.Event.started, HealthPhase.ready), (.starting, .stopRequested, .draining),
            (.starting, .broke, .failed), (.ready, .started, .ready), (.ready, .stopRequested, .draining), (.ready, .broke, .failed),
            (.draining, .started, .draining), (.draining, .stopRequested, .draining), (.draining, .broke, .failed),
            (.failed, .started, .failed), (.failed, .stopRequested, .failed), (.failed, .broke, .failed),
        ])
    func transition(from phase: HealthPhase, on event: HealthPhase.Event, to expected: HealthPhase) {
        #expect(phase.after(event) == expected)
    }

    @Test("the table is complete")
    func complete() {
        #expect(HealthPhase.allCases.count * HealthPhase.Event.allCases.count == 12)
    }

    @Test(
        "what each phase answers to live, startup and ready",
        arguments: [
            (HealthPhase.starting, true, false, false), (.ready, true, true, true), (.draining, true, true, false),
            (.failed, false, false, false),
        ])
    func probes(phase: HealthPhase, isLive: Bool, hasStarted: Bool, isReady: Bool) {
        let monitor = HealthMonitor(version: "1")
        switch phase {
        case .starting: break
        case .ready: monitor.handle(.started)
        case .draining: monitor.handle(.stopRequested)
        case .failed: monitor.handle(.broke)
        }
        #expect(monitor.phase == phase)
        #expect(monitor.answer(.live).isPositive == isLive)
        #expect(monitor.answer(.startup).isPositive == hasStarted)
        #expect(monitor.answer(.ready).isPositive == isReady)
        #expect(monitor.answer(.health).isPositive == isReady)
        #expect(monitor.isReady == isReady)
    }
}
