import Testing

@testable import Nexus

@Suite("The health report")
struct HealthReportTests {
    private func component(_ name: String, _ status: HealthStatus, isCritical: Bool = true) -> HealthReport.Component {
        HealthReport.Component(name: name, status: status, isCritical: isCritical, latencyMilliseconds: 1.23456)
    }

    @Test(
        "the whole is as bad as its worst critical component, others only degrade it",
        arguments: [
            ([], HealthStatus.Level.healthy), ([(HealthStatus.healthy, true)], .healthy), ([(.degraded("x"), true)], .degraded),
            ([(.unhealthy("x"), true)], .unhealthy), ([(.unhealthy("x"), false)], .degraded), ([(.degraded("x"), false)], .degraded),
            ([(.healthy, true), (.unhealthy("x"), false), (.unhealthy("y"), true)], .unhealthy),
        ] as [([(HealthStatus, Bool)], HealthStatus.Level)])
    func aggregation(statuses: [(HealthStatus, Bool)], expected: HealthStatus.Level) {
        let components = statuses.enumerated().map { self.component("c\($0.offset)", $0.element.0, isCritical: $0.element.1) }
        #expect(HealthReport(phase: .ready, version: "1", uptimeSeconds: 0, components: components).status == expected)
        for phase in HealthPhase.allCases where phase != .ready {
            #expect(HealthReport(phase: phase, version: "1", uptimeSeconds: 0, components: components).status == .unhealthy)
        }
    }

    @Test("the body has the contract's shape, and details only for those who may see them")
    func body() {
        let components = [self.component("redis", .unhealthy("no \"answer\""), isCritical: false), self.component("audit", .healthy)]
        let report = HealthReport(phase: .ready, version: "1.2.3", uptimeSeconds: 42, components: components)
        #expect(
            String(decoding: report.json(), as: UTF8.self)
                == #"{"status":"degraded","version":"1.2.3","uptime_seconds":42,"#
                + #""components":{"audit":{"status":"healthy","latency_ms":1.235},"redis":{"status":"unhealthy","latency_ms":1.235}}}"#
        )
        let detailed = String(decoding: report.json(includingDetails: true), as: UTF8.self)
        #expect(detailed.contains(#""redis":{"status":"unhealthy","latency_ms":1.235,"critical":false,"detail":"no \"answer\""}"#))
    }
}
