import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 8: monitoring")
struct S08MonitoringTests {
    static func app() -> Nexus {
        let app = Nexus(
            enableMonitoring: true
        )
        return app
    }

    @Test("the health endpoint answers")
    func healthAnswers() async throws {
        try await serving(Self.app(), at: TestTime()) { app in
            let health = try await app.get("/health")
            #expect(health.status == 200)
            #expect(health.text.contains(#""status":"healthy""#))
            for probe in ["/healthz", "/readyz", "/startup"] { #expect(try await app.get(probe).status == 200) }
        }
    }

    @Test("with a plugin the metrics are there, for whoever may read them")
    func metricsAreGuarded() async throws {
        try #require(SpecificationEnvironment.isSet)
        let time = TestTime()
        let app = Self.app()
        try app.addPlugin(
            NexusAuthPlugin.saasApp(
                jwt: JWTConfig(secret: .environment("JWT_SECRET")), rbac: ["monitor": ["read:metrics"], "user": ["read:users"]]))
        try await serving(app, at: time) { app in
            #expect(try await app.get("/metrics").status == 401)
            #expect(try await app.get("/metrics", bearer: try time.token(roles: ["user"])).status == 403)
            let metrics = try await app.get("/metrics", bearer: try time.token(roles: ["monitor"]))
            #expect(metrics.status == 200)
            #expect(metrics.text.contains("# TYPE"))
            #expect(metrics.text.contains("\nnexus_ready "))
        }
    }
}
