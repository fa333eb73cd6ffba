import NexusCore
import Testing

@testable import Nexus

@Suite struct ConnectionCounterTests {
    private static func limits(total: Int, each: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.maxConnections = total
        limits.maxConnectionsPerAddress = each
        return limits
    }

    @Test func `Connections are bounded in all and by address, and IPv6 by its subscriber`() throws {
        let counter = ConnectionCounter()
        let limits = Self.limits(total: 4, each: 2)
        let addresses = try ["192.0.2.1", "192.0.2.1", "192.0.2.1", "2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.2"]
            .map { try #require(IPAddress($0)) }
        #expect(addresses.map { counter.open($0, limits: limits) } == [true, true, false, true, true, false, false])
        #expect(counter.counts.open == 4)
        #expect(counter.counts.refused == 3)
        counter.close(addresses[3])
        #expect(counter.open(addresses[5], limits: limits))
        for address in [addresses[0], addresses[1], addresses[4], addresses[5]] { counter.close(address) }
        #expect(counter.counts.open == 0)
    }
}
