import Logging
import Nexus
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 9: the health check")
struct S09HealthCheckTests {
    static func status() -> HealthStatus.Level {
        let app = Nexus()
        let health = app.healthCheck()
        print("Status: \(health.status)")
        return health.status
    }

    @Test("an app that does not serve is not healthy")
    func beforeTheStart() {
        #expect(Self.status() == .unhealthy)
    }

    @Test("an app that serves is healthy, and says so in the process too")
    func whileServing() async throws {
        let app = Nexus(apiPort: 0, logLevel: .warning)
        try await TestServer.run(app) { _ in
            #expect(app.healthCheck().status == .healthy)
        }
    }
}
