import NexusAuth
import NexusCore

extension Benchmark {
    /// A request through all stages of the gate, with each of the ways out.
    static let wholeGate = [
        Benchmark("gate/admitted") {
            let fixture = try GateFixture()
            let header = ["Bearer \(try fixture.token())"]
            return { fixture.decide(header) }
        },
        Benchmark("gate/admitted/10000-roles") {
            let fixture = try GateFixture(roles: 10_000)
            let header = ["Bearer \(try fixture.token())"]
            return { fixture.decide(header) }
        },
        Benchmark("gate/missing-token") {
            let fixture = try GateFixture()
            return { fixture.decide([]) }
        },
        Benchmark("gate/bad-signature") {
            let fixture = try GateFixture()
            let header = ["Bearer \(try fixture.token().withWrongSignature)"]
            return { fixture.decide(header) }
        },
        Benchmark("gate/forbidden") {
            let fixture = try GateFixture()
            let header = ["Bearer \(try fixture.token(role: "nobody"))"]
            return { fixture.decide(header) }
        },
        Benchmark("gate/limited") {
            let fixture = try GateFixture(requestsPerMinute: 1)
            let header = ["Bearer \(try fixture.token())"]
            return { fixture.decide(header) }
        },
    ]
}
