import NexusCore

extension Benchmark {
    /// What is read before the gate.
    static let values =
        [
            Benchmark("clock") { { TimeSource.system.now() } },
            Benchmark("request-id/accepted") { { RequestID.accepting("0123456789abcdef0123456789abcdef") } },
            Benchmark("request-id/generated") { { RequestID.generate() } },
            Benchmark("target/plain") { { try? RequestTarget(parsing: "/profile") } },
            Benchmark("target/query") { { try? RequestTarget(parsing: "/articles/17?limit=20&after=abc") } },
            Benchmark("client-address/direct") {
                let proxies = TrustedProxies()
                let peer = IPAddress.unspecified
                return { proxies.clientAddress(peer: peer, xForwardedFor: [], forwarded: []) }
            },
        ]
        + [10, 10_000].flatMap { count in
            [
                Benchmark("route/literal/\(count)") {
                    let table = try RouteTable(numbered: count)
                    return { table.match(.get, "/literal5") }
                },
                Benchmark("route/parameter/\(count)") {
                    let table = try RouteTable(numbered: count)
                    return { table.match(.get, "/resource5/17") }
                },
            ]
        }
}

extension RouteTable {
    fileprivate init(numbered count: Int) throws {
        self.init()
        for number in 0..<count {
            let template = try RouteTemplate(number % 2 == 0 ? "/resource\(number + 1)/{id}" : "/literal\(number)")
            guard self.insert(number, method: .get, template: template) else { throw FixtureError("\(template) is there twice") }
        }
    }
}
