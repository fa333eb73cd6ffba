import NexusAuth
import NexusCore

extension Benchmark {
    /// A request through all stages of the gate, with each of the ways out.
    static let wholeGate = [
        Benchmark("gate/admitted") {
            let fixture = try GateFixture()
            let header = RequestFacts.Field("Bearer \(try fixture.token())")
            return { fixture.decide(header) }
        },
        Benchmark("gate/admitted/10000-roles") {
            let fixture = try GateFixture(roles: 10_000)
            let header = RequestFacts.Field("Bearer \(try fixture.token())")
            return { fixture.decide(header) }
        },
        Benchmark("gate/admitted/tenants/10") { try Self.tenants(10) },
        Benchmark("gate/admitted/tenants/10000") { try Self.tenants(10_000) },
        Benchmark("gate/missing-token") {
            let fixture = try GateFixture()
            return { fixture.decide(RequestFacts.Field()) }
        },
        Benchmark("gate/bad-signature") {
            let fixture = try GateFixture()
            let header = RequestFacts.Field("Bearer \(try fixture.token().withWrongSignature)")
            return { fixture.decide(header) }
        },
        Benchmark("gate/forbidden") {
            let fixture = try GateFixture()
            let header = RequestFacts.Field("Bearer \(try fixture.token(role: "nobody"))")
            return { fixture.decide(header) }
        },
        Benchmark("gate/limited") {
            let fixture = try GateFixture(requestsPerMinute: 1)
            let header = RequestFacts.Field("Bearer \(try fixture.token())")
            return { fixture.decide(header) }
        },
    ]
    /// Ten thousand users in turn, of so many tenants.
    private static func tenants(_ count: Int) throws -> () -> Gate.Verdict {
        let fixture = try GateFixture(cachedTokens: 40_000)
        let headers = try (0..<10_000).map { RequestFacts.Field("Bearer \(try fixture.token(user: $0, tenant: $0 % count))") }
        for header in headers { _ = fixture.decide(header) }
        var next = 0
        return {
            next = next + 1 == headers.count ? 0 : next + 1
            return fixture.decide(headers[next])
        }
    }
}
