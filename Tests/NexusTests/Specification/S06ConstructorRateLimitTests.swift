import Nexus
import NexusCore
import NexusTesting
import Testing

@Suite("Specification 6: the constructor's limit")
struct S06ConstructorRateLimitTests {
    static func app() -> Nexus {
        let app = Nexus(
            rateLimit: 1000  // requests a minute; 100 unless given
        )
        return app
    }

    @Test("each caller has a thousand requests a minute, and a burst")
    func limitCounts() async throws {
        try await serving(Self.app(), at: TestTime(), routes: { $0.get("/hello", .public) { _ in "hello" } }) { app in
            let answer = try await app.get("/hello")
            #expect(answer.status == 200)
            #expect(answer.header("X-RateLimit-Limit") == "1020")
            #expect(answer.header("X-RateLimit-Remaining") == "1019")
            #expect(try await app.get("/hello").header("X-RateLimit-Remaining") == "1018")
        }
    }

    @Test("without a limit it is a hundred, and the one after the last is refused")
    func defaultLimit() async throws {
        let time = TestTime()
        try await serving(Nexus(), at: time, routes: { $0.get("/hello", .public) { _ in "hello" } }) { app in
            for _ in 0..<120 { #expect(try await app.get("/hello").status == 200) }
            let refused = try await app.get("/hello")
            #expect(refused.status == 429)
            #expect(refused.error == "rate_limited")
            let wait = try #require(refused.header("Retry-After").flatMap(Int.init))
            time.clock.advance(by: .seconds(wait))
            #expect(try await app.get("/hello").status == 200)
        }
    }
}
