import Nexus
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 13: CORS")
struct S13CORSTests {
    static func app() -> Nexus {
        let app = Nexus(
            corsOrigins: ["https://app.example.com"],
            corsAllowCredentials: false
        )
        return app
    }

    @Test("the listed origin may call, without credentials; no other may")
    func originsAreChecked() async throws {
        try await serving(Self.app(), at: TestTime(), routes: { $0.get("/hello", .public) { _ in "hello" } }) { app in
            let listed = try await app.get("/hello", headers: ["Origin": "https://app.example.com"])
            #expect(listed.header("Access-Control-Allow-Origin") == "https://app.example.com")
            #expect(listed.header("Access-Control-Allow-Credentials") == nil)
            #expect(listed.header("Vary")?.contains("Origin") == true)

            for origin in ["https://evil.example.com", "http://app.example.com", "https://app.example.com.evil.org", "null"] {
                let foreign = try await app.get("/hello", headers: ["Origin": origin])
                #expect(foreign.header("Access-Control-Allow-Origin") == nil)
            }
        }
    }
}
