import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

/// Clients and handlers that take too long, with limits short enough for a test.
@Suite struct TimeoutTests {
    private static func edge(_ configure: (inout ServerLimits) -> Void) throws -> EdgeApp {
        try EdgeApp { configure(&$0.limits) }
    }

    @Test func `A head that drips is answered 408 and recorded once`() async throws {
        let edge = try Self.edge { $0.headerTimeout = .milliseconds(400) }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let drip = Task {
                for byte in "GET /hello HTTP/1.1\r\nHost: h\r\nX-Drip: 0123456789012345678901234567890123456789".utf8 {
                    try await client.send([byte])
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            let response = try await client.receive(within: .seconds(3))
            #expect(response.status == 408)
            #expect(response.closes)
            #expect(await client.isEnded())
            drip.cancel()
            #expect(await edge.trail.requests(count: 1).map(\.status) == [408])
        }
        #expect(edge.trail.requests.count == 1)
    }

    @Test func `An idle connection ends in silence, whether it had a request or not`() async throws {
        let edge = try Self.edge {
            $0.idleTimeout = .milliseconds(2_500)
            $0.headerTimeout = .milliseconds(300)
        }
        try await TestServer.run(edge.app) { server in
            let fresh = try await server.connect()
            let used = try await server.connect()
            #expect(try await used.request("GET", "/hello").status == 200)
            #expect(await !used.isEnded(within: .milliseconds(1_200)), "the time of a head is not the time between requests")
            #expect(await used.isEnded(within: .seconds(6)))
            #expect(await fresh.isEnded(within: .seconds(6)))
            #expect(used.unread.isEmpty)
            #expect(fresh.unread.isEmpty)
        }
        #expect(edge.trail.requests.count == 1)
    }

    @Test(arguments: [true, false])
    func `A body that takes too long or comes too slowly is answered 408`(slow: Bool) async throws {
        let edge = try Self.edge {
            if slow {
                $0.minBodyRate = 1_000
                $0.minBodyRateGrace = .seconds(1)
            } else {
                $0.bodyTimeout = .milliseconds(500)
            }
        }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nab")
            let response = try await client.receive(within: .seconds(4))
            #expect(response.status == 408)
            #expect(response.closes)
            #expect(await client.isEnded())
            #expect(await edge.trail.requests(count: 1).first?.line["request_bytes"]?.integerValue == 2)
        }
        #expect(edge.trail.requests.count == 1)
    }

    @Test(arguments: ["/wait", "/stubborn"], [AuditConfigDurability.buffered, .durable])
    func `A handler that takes too long is cancelled and answered 503 once`(path: String, durability: AuditConfigDurability) async throws {
        let edge = try EdgeApp(durability: durability.value) { $0.limits.handlerTimeout = .milliseconds(300) }
        edge.trail.pause = .milliseconds(durability == .durable ? 800 : 0)
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let response = try await client.request("GET", path)
            #expect(response.status == 503)
            #expect(response.error == "handler_timeout")
            #expect(response.header("retry-after") == "1")
            #expect(await client.isEnded())
            #expect(client.unread.isEmpty)
            try await Task.sleep(for: .milliseconds(1_500))
        }
        #expect(edge.trail.requests.map(\.status) == [503])
        #expect(edge.signal.cancelled == (path == "/wait" ? 1 : 0))
    }

    @Test func `A client that does not read its answer is disconnected, one that reads slowly is not`() async throws {
        let edge = try Self.edge { $0.writeTimeout = .milliseconds(700) }
        try await TestServer.run(edge.app) { server in
            let dead = try await server.connect()
            try await dead.setReading(false)
            try await dead.send("GET /large/50000000 HTTP/1.1\r\nHost: h\r\n\r\n")
            try await Task.sleep(for: .milliseconds(2_500))
            try await dead.setReading(true)
            #expect(await dead.isEnded())
            #expect(dead.unread.count < 40_000_000)

            let slow = try await TestClient.connect(port: server.port, receiveBuffer: 65_536)
            try await slow.send("GET /large/20000000 HTTP/1.1\r\nHost: h\r\n\r\n")
            for _ in 0..<8 {
                try await slow.setReading(false)
                try await Task.sleep(for: .milliseconds(150))
                try await slow.setReading(true)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await slow.receive(within: .seconds(20)).body.count == 20_000_000)
        }
    }

    @Test func `A large answer that ends the connection arrives whole, however slowly it is read`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await TestClient.connect(port: server.port, receiveBuffer: 65_536)
            try await client.setReading(false)
            try await client.send("GET /large/12000000 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            try await Task.sleep(for: .milliseconds(2_500))
            try await client.setReading(true)
            #expect(try await client.receive(within: .seconds(20)).body.count == 12_000_000)
            #expect(await client.isEnded())
            #expect(!client.isReset)
        }
    }

    @Test func `A producer may be quiet for longer than a client may`() async throws {
        let edge = try Self.edge {
            $0.writeTimeout = .milliseconds(500)
            $0.handlerTimeout = .milliseconds(500)
        }
        try await TestServer.run(edge.app) { server in
            let text = try await server.get("/quiet-stream").text
            #expect(text == "first second")
        }
        #expect(edge.trail.requests.map(\.status) == [200])
    }

    @Test func `A producer that falls silent for too long is broken off, and recorded as failed`() async throws {
        let edge = try Self.edge { $0.streamIdleTimeout = .milliseconds(600) }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("GET /quiet-stream HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await client.isEnded(within: .seconds(5)))
            #expect(String(decoding: client.unread, as: UTF8.self).hasSuffix("\r\n6\r\nfirst \r\n"), "and no end that looks like one")
            #expect(await edge.trail.requests(count: 1).map(\.outcome) == ["failed"])
        }
        #expect(edge.trail.requests.count == 1)
    }

    @Test func `Five hundred slow clients do not slow the others`() async throws {
        let edge = try Self.edge { $0.headerTimeout = .seconds(1) }
        try await TestServer.run(edge.app) { server in
            let healthy = try await server.connect()
            func slowest() async throws -> Duration {
                var times: [Duration] = []
                for _ in 0..<200 {
                    let start = ContinuousClock.now
                    let status = try await healthy.request("GET", "/hello").status
                    times.append(ContinuousClock.now - start)
                    #expect(status == 200)
                }
                return times.sorted()[190]
            }
            let before = try await slowest()
            var clients: [TestClient] = []
            for _ in 0..<500 {
                let client = try await server.connect()
                try await client.send("GET /hello HTTP/1.1\r\nHost: h\r\nX-Slow: ")
                clients.append(client)
            }
            let during = try await slowest()
            #expect(during < before * 5 + .milliseconds(20), "\(before) became \(during)")
            for client in clients {
                #expect(try await client.receive(within: .seconds(5)).status == 408)
                client.close()
            }
            #expect(try await healthy.request("GET", "/hello").status == 200)
        }
    }
}

/// A durability as an argument of a test.
enum AuditConfigDurability: CaseIterable {
    case buffered, durable
}

extension AuditConfigDurability {
    var value: AuditConfig.Durability { self == .buffered ? .buffered : .durable }
}
