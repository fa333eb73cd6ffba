import NexusCore
import NexusTesting
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
        #expect(counter.counts == .init(open: 4, accepted: 4, refusedInAll: 2, refusedByAddress: 1))
        counter.close(addresses[3])
        #expect(counter.open(addresses[5], limits: limits))
        for address in [addresses[0], addresses[1], addresses[4], addresses[5]] { counter.close(address) }
        #expect(counter.counts.open == 0)
    }

    @Test func `There are never more connections than descriptors leave room for`() throws {
        let counter = ConnectionCounter(ceiling: 2)
        let address = try #require(IPAddress("192.0.2.1"))
        let limits = Self.limits(total: 100, each: 100)
        #expect((0..<3).map { _ in counter.open(address, limits: limits) } == [true, true, false])
        #expect(counter.counts.refusedInAll == 1)
    }

    @Test(arguments: [(16, 1), (64, 32), (1_024, 896), (1_048_576, 1_048_320), (Int.max, Int.max - 256)])
    func `Some descriptors are kept for files and stores`(limit: Int, connections: Int) {
        #expect(DescriptorLimit.connections(of: limit) == connections)
    }

    @Test func `What is counted is a metric`() throws {
        let counter = ConnectionCounter()
        let address = try #require(IPAddress("192.0.2.1"))
        let other = try #require(IPAddress("192.0.2.2"))
        for address in [address, address, other, other, other] { _ = counter.open(address, limits: Self.limits(total: 3, each: 2)) }
        _ = counter.open(address, limits: Self.limits(total: 9, each: 2))
        counter.close(other)
        counter.countFault()
        let text = String(decoding: ExpositionWriter.exposition(of: counter.collector.collect(), as: .prometheus), as: UTF8.self)
        for line in [
            "nexus_connections 2\n", "nexus_connections_accepted_total 3\n", #"nexus_connections_refused_total{limit="address"} 1"#,
            #"nexus_connections_refused_total{limit="total"} 2"#, "nexus_connections_faulted_total 1\n",
        ] {
            #expect(text.contains(line), "\(text)")
        }
    }
}
