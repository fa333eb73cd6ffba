import Logging
import NexusCore
import Synchronization
import Testing

@testable import Nexus

@Suite("The health monitor", .timeLimit(.minutes(1)))
struct HealthMonitorTests {
    private let time = ManualTime()

    private func monitor() -> HealthMonitor {
        let monitor = HealthMonitor(version: "1", time: .manual(self.time))
        monitor.handle(.started)
        return monitor
    }

    /// Holds a check up.
    private final class Release: Sendable {
        private let waiting = Mutex<CheckedContinuation<Void, Never>?>(nil)
        var isHolding: Bool { self.waiting.withLock { $0 != nil } }
        func hold(_ continuation: CheckedContinuation<Void, Never>) { self.waiting.withLock { $0 = continuation } }
        func letGo() { self.waiting.withLock { $0.take() }?.resume() }
    }

    private final class Switch: Sendable {
        private let state = Mutex(true)
        var isOn: Bool {
            get { self.state.withLock { $0 } }
            set { self.state.withLock { $0 = newValue } }
        }
    }

    /// Lets the tasks that were started run, until a condition holds.
    private func wait(until condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test("a component counts as unhealthy until its first check has come back")
    func firstCheck() async throws {
        let monitor = self.monitor()
        #expect(monitor.isReady)
        try monitor.watch([HealthCheck("db") { .healthy }])
        #expect(!monitor.isReady)
        monitor.tick()
        await self.wait { monitor.isReady }
        #expect(monitor.report().components.first?.status == .healthy)
    }

    @Test("a component that begins or ceases to fail is logged once, with its reason")
    func logged() throws {
        let lines = Mutex("")
        let output = LogOutput { bytes in lines.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        let logger = Logger(label: "test") { NexusLogHandler(label: $0, output: output) }
        let monitor = HealthMonitor(version: "1", time: .manual(self.time), logger: logger)
        let isFull = Mutex(false)
        try monitor.watch([.pushed("audit") { isFull.withLock { $0 } ? .unhealthy("No space left on device") : .healthy }])
        for _ in 0..<3 { monitor.tick() }
        #expect(lines.withLock { $0.isEmpty })
        isFull.withLock { $0 = true }
        for _ in 0..<3 { monitor.tick() }
        let failure = lines.withLock { $0 }
        #expect(failure.split(separator: "\n").count == 1)
        for text in ["\"level\":\"error\"", "a component is unhealthy", "\"component\":\"audit\"", "No space left on device"] {
            #expect(failure.contains(text), "\(failure)")
        }
        isFull.withLock { $0 = false }
        for _ in 0..<3 { monitor.tick() }
        let all = lines.withLock { $0.split(separator: "\n") }
        #expect(all.count == 2 && all.last?.contains("a component is healthy again") == true, "\(all)")
    }

    @Test("a thrown error is unhealthy, and its text is shown to nobody")
    func thrown() async throws {
        struct PasswordInURL: Error, CustomStringConvertible { let description = "redis://user:hunter2@host" }
        let monitor = self.monitor()
        try monitor.watch([HealthCheck("redis") { throw PasswordInURL() }])
        monitor.tick()
        await self.wait { monitor.report().components.first?.status.detail != "not checked yet" }
        let report = monitor.report()
        #expect(report.status == .unhealthy)
        #expect(!String(decoding: report.json(includingDetails: true), as: UTF8.self).contains("hunter2"))
        #expect(report.components.first?.status.detail == "the check threw PasswordInURL")
    }

    @Test("a check that never comes back hangs neither the probe nor the other checks")
    func hanging() async throws {
        let monitor = self.monitor()
        let release = Release()
        try monitor.watch([
            HealthCheck("stuck", isCritical: false) {
                // It ignores its cancellation.
                await withCheckedContinuation { release.hold($0) }
                return .healthy
            }, HealthCheck("quick") { .healthy },
        ])
        monitor.tick()
        await self.wait { monitor.report().components.first { $0.name == "quick" }?.status == .healthy }
        #expect(monitor.report().components.first { $0.name == "stuck" }?.status.detail == "not checked yet")
        self.time.advance(by: .milliseconds(500))
        monitor.tick()
        let stuck = monitor.report().components.first { $0.name == "stuck" }
        #expect(stuck?.status == .unhealthy("no answer within the deadline"))
        #expect(stuck?.latencyMilliseconds == 500)
        #expect(monitor.report().status == .degraded)
        await self.wait { release.isHolding }
        release.letGo()
    }

    @Test("a pushed state flips with the next tick, and back")
    func pushed() throws {
        let monitor = self.monitor()
        let up = Switch()
        try monitor.watch([.pushed("keys") { up.isOn ? .healthy : .unhealthy("away") }])
        monitor.tick()
        #expect(monitor.isReady)
        up.isOn = false
        monitor.tick()
        #expect(!monitor.isReady)
        up.isOn = true
        monitor.tick()
        #expect(monitor.isReady)
    }

    @Test("results that nobody renews go stale")
    func stale() throws {
        let monitor = self.monitor()
        try monitor.watch([.pushed("keys") { .healthy }])
        monitor.tick()
        self.time.advance(by: .milliseconds(1_000))
        #expect(monitor.isReady)
        self.time.advance(by: .milliseconds(1))
        #expect(!monitor.isReady)
        #expect(monitor.report().components.first?.status.detail == "the last result is too old")
    }

    @Test("live and startup do not depend on components, and uptime is counted on the clock that never steps")
    func processProbes() throws {
        let monitor = self.monitor()
        try monitor.watch([.pushed("keys") { .unhealthy("away") }])
        monitor.tick()
        self.time.advance(by: .seconds(90))
        self.time.stepWallClock(by: .seconds(-1_000))
        #expect(!monitor.answer(.ready).isPositive)
        for probe in [HealthProbe.live, .startup] {
            let answer = monitor.answer(probe)
            #expect(answer.isPositive)
            #expect(
                String(decoding: answer.report.json(), as: UTF8.self)
                    == #"{"status":"healthy","version":"1","uptime_seconds":90,"components":{}}"#)
        }
    }

    @Test("readiness and components are metrics")
    func metrics() throws {
        let monitor = self.monitor()
        try monitor.watch([
            .pushed("keys", isCritical: false) { .unhealthy("away") }, .pushed("audit") { .degraded("slow") },
        ])
        monitor.tick()
        let text = String(decoding: ExpositionWriter.exposition(of: monitor.collector.collect(), as: .prometheus), as: UTF8.self)
        #expect(text.contains("nexus_ready 1\n"))
        #expect(text.contains("nexus_component_healthy{component=\"keys\"} 0\n"))
        #expect(text.contains("nexus_component_healthy{component=\"audit\"} 0.5\n"))
    }

    @Test("two components cannot share a name")
    func duplicate() throws {
        let monitor = self.monitor()
        #expect(throws: HealthError.duplicateName("db")) {
            try monitor.watch([HealthCheck("db") { .healthy }, .pushed("db") { .healthy }])
        }
    }

    @Test("what a check of earlier components finds is nobody's")
    func replaced() async throws {
        let monitor = self.monitor()
        let release = Release()
        try monitor.watch([
            HealthCheck("slow") {
                await withCheckedContinuation { release.hold($0) }
                return .unhealthy("of the first")
            }
        ])
        monitor.tick()
        await self.wait { release.isHolding }
        try monitor.watch([])
        release.letGo()
        monitor.tick()
        #expect(monitor.isReady)
        #expect(monitor.report().components.isEmpty)
    }

    @Test("the background run shows a fault and its end, and stops when cancelled")
    func background() async throws {
        let monitor = HealthMonitor(version: "1", time: .system)
        monitor.handle(.started)
        let up = Switch()
        try monitor.watch([HealthCheck("db", interval: .zero) { up.isOn ? .healthy : .unhealthy("away") }])
        let run = Task { await monitor.run() }
        for expected in [true, false, true] {
            up.isOn = expected
            await self.wait { monitor.isReady == expected }
        }
        run.cancel()
        await run.value
    }

    @Test("room on a disk", arguments: [(UInt64(1), HealthStatus.Level.healthy), (UInt64.max, .unhealthy)])
    func diskSpace(minimum: UInt64, expected: HealthStatus.Level) async throws {
        let monitor = self.monitor()
        try monitor.watch([.diskSpace(path: "/", minimumFreeBytes: minimum)])
        monitor.tick()
        await self.wait { monitor.report().components.first?.status.detail != "not checked yet" }
        #expect(monitor.report().components.first?.status.level == expected)
    }

    @Test("a folder that is not there is unhealthy, without its name in the public body")
    func missingFolder() async throws {
        let monitor = self.monitor()
        try monitor.watch([.diskSpace(path: "/nowhere/at/all")])
        monitor.tick()
        await self.wait { monitor.report().components.first?.status.detail == "the folder cannot be examined" }
        #expect(!String(decoding: monitor.report().json(), as: UTF8.self).contains("nowhere"))
    }
}
