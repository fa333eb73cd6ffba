import NexusAuth
import Testing

@Suite struct RouteLimitsTests {
    private static let table: RouteLimitTable = [
        "/api/chat/*": .init(requestsPerMinute: 30),
        "/api/auth/login": .init(requestsPerMinute: 10, burstSize: 5, failOpen: .closed),
        "/health": nil,
        "/api/*": .init(requestsPerMinute: 500),
        "/api/chat/{room}/export": .init(requestsPerMinute: 1),
        "/tpyo": .init(requestsPerMinute: 1),
    ]

    @Test func theMostSpecificPatternWinsWhereverItStands() throws {
        let limits = try RouteLimits(Self.table)
        #expect(limits.choice(forTemplate: "/api/chat/{room}") == .own(0))
        #expect(limits.choice(forTemplate: "/api/chat") == .own(0))
        #expect(limits.choice(forTemplate: "/api/chatter") == .own(2))
        #expect(limits.choice(forTemplate: "/api/chat/{id}/export") == .own(3))
        #expect(limits.choice(forTemplate: "/api/auth/login") == .own(1))
        #expect(limits.choice(forTemplate: "/health") == .off)
        #expect(limits.choice(forTemplate: "/healthz") == .general)
    }

    @Test func saysWhichPatternsDecideAboutNothing() throws {
        let limits = try RouteLimits(Self.table)
        let templates = ["/api/chat/{room}", "/api/auth/login", "/health", "/api/chat/{id}/export"]
        #expect(limits.unreachable(among: templates).sorted() == ["/api/*", "/tpyo"])
    }

    @Test(arguments: ["api", "", "/a//b", "/a/*/b", "/a*", "/a/../b", "/a/{x}b", "/a/%2f", "/a?b"])
    func refusesMalformedPatterns(pattern: String) {
        let error = #expect(throws: RateLimitConfigError.self) {
            try RouteLimits(RouteLimitTable([.init(pattern: pattern, limit: nil)]))
        }
        #expect(error?.option == "route_limits")
    }

    @Test func refusesTwoPatternsForTheSameRoutes() {
        #expect(throws: RateLimitConfigError.self) { try RouteLimits(["/a/{x}": nil, "/a/{y}": .init(requestsPerMinute: 1)]) }
    }
}
