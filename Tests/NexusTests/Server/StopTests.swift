import Logging
import Nexus
import NexusTesting
import ServiceLifecycle
import Synchronization
import Testing

/// A stop drops nobody.
@Suite(.serialized) struct StopTests {
    private struct RunningApp: Service {
        let app: Nexus
        let port: AsyncStream<Int>.Continuation

        func run() async throws {
            try await self.app.run { self.port.yield($0) }
        }
    }

    /// Runs an app in a service group and gives the test the means to stop it gracefully.
    private static func run(
        _ app: Nexus, _ body: @escaping @Sendable (TestServer, _ stop: @escaping @Sendable () async -> Void) async throws -> Void
    ) async throws -> Duration {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [RunningApp(app: app, port: port)], logger: silent)
        let running = Task { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let server = TestServer(port: try #require(await iterator.next()))
        try await body(server) { await group.triggerGracefulShutdown() }
        let start = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await running.value
        return ContinuousClock.now - start
    }

    @Test func `Load during a stop: every request that was accepted is answered`() async throws {
        let edge = try EdgeApp()
        let tally = Tally()
        let stopTime = try await Self.run(edge.app) { server, stop in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<40 {
                    group.addTask {
                        guard let client = try? await server.connect() else { return }
                        for round in 0..<2_000 {
                            do {
                                let path = (worker + round) % 5 == 0 ? "/later/1" : "/hello"
                                let response = try await client.request("GET", path)
                                if response.status != 200 { tally.fail("status \(response.status)") }
                                tally.answer()
                                if response.closes { return }
                            } catch {
                                return tally.fail("worker \(worker), round \(round): \(error)")
                            }
                        }
                    }
                }
                #expect(await eventually { tally.answered > 400 })
                await stop()
                try await group.waitForAll()
            }
        }
        #expect(tally.failures == [])
        #expect(edge.trail.requests.count == tally.answered)
        #expect(stopTime < .seconds(3))
    }

    @Test func `Readiness falls first, and requests are served until the delay is over`() async throws {
        let edge = try EdgeApp { $0.shutdownDelay = .seconds(5) }
        _ = try await Self.run(edge.app) { server, stop in
            await stop()
            while try await server.get("/readyz").status != 503 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await server.get("/hello").status == 200)
        }
    }

    @Test func `A delay does not hold up what is cut off`() async throws {
        let edge = try EdgeApp { $0.shutdownDelay = .seconds(600) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let running = Task { try await edge.app.run { port.yield($0) } }
        var iterator = ports.makeAsyncIterator()
        _ = try #require(await iterator.next())
        running.cancel()
        _ = await running.result
    }

    @Test func `What is in flight ends in order, and what is idle does not hold the stop up`() async throws {
        let edge = try EdgeApp()
        let stopTime = try await Self.run(edge.app) { server, stop in
            let idle = try await server.connect()
            _ = try await idle.request("GET", "/hello")
            let fresh = try await server.connect()
            let handling = try await server.connect()
            try await handling.send("GET /stubborn HTTP/1.1\r\nHost: h\r\n\r\n")
            let sending = try await server.connect()
            try await sending.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab")
            let begun = try await server.connect()
            try await begun.send("GET /hello HT")
            #expect(await eventually { edge.signal.began == 1 })
            try await Task.sleep(for: .milliseconds(100))
            await stop()
            try await Task.sleep(for: .milliseconds(200))
            try await sending.send("cd")
            try await begun.send("TP/1.1\r\nHost: h\r\n\r\n")
            for (client, text) in [(sending, "abcd"), (begun, "hello"), (handling, "at last")] {
                let response = try await client.receive()
                #expect(response.text == text)
                #expect(response.closes)
                #expect(await client.isEnded())
            }
            #expect(await idle.isEnded(within: .seconds(2)))
            #expect(await fresh.isEnded(within: .seconds(2)))
            await #expect(throws: (any Error).self) { try await server.connect() }
        }
        #expect(stopTime < .seconds(3))
        #expect(edge.trail.requests.map(\.status) == [200, 200, 200, 200])
    }

    @Test func `Connections that come while the server stops do not hold it up`() async throws {
        for _ in 0..<3 {
            let edge = try EdgeApp()
            let tally = Tally()
            let stopTime = try await Self.run(edge.app) { server, stop in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            while let client = try? await server.connect() {
                                guard (try? await client.request("GET", "/hello")) != nil else { return }
                                tally.answer()
                                tally.keep(client)
                            }
                        }
                    }
                    #expect(await eventually { tally.answered > 100 })
                    await stop()
                    let start = ContinuousClock.now
                    try await group.waitForAll()
                    #expect(ContinuousClock.now - start < .seconds(4), "a connection that came too late hangs")
                }
            }
            #expect(stopTime < .seconds(5))
        }
    }

    @Test func `What does not end by itself is cut off when the stop's time is over`() async throws {
        let edge = try EdgeApp { $0.shutdownTimeout = .seconds(1) }
        let stopTime = try await Self.run(edge.app) { server, stop in
            let client = try await server.connect()
            try await client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await eventually { edge.signal.began == 1 })
            await stop()
            #expect(await client.isEnded(within: .seconds(5)))
        }
        #expect(stopTime < .seconds(5))
        #expect(edge.trail.requests.map(\.outcome) == ["cancelled"])
    }

    @Test func `A stream of HTTP_2 that is in flight ends in order, and its connection with it`() async throws {
        guard let certificate = try Certificate(), Tool.exists("curl") else { return print("skipped: no openssl or no curl") }
        defer { certificate.remove() }
        let edge = try EdgeApp { $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey) }
        let stopTime = try await Self.run(edge.app) { server, stop in
            async let answer = Tool.runInBackground("curl", ["-sk", "-m", "20", "--http2", "https://localhost:\(server.port)/stubborn"])
            #expect(await eventually { edge.signal.began == 1 })
            await stop()
            let text = try await answer.out
            #expect(text == "at last")
        }
        #expect(stopTime < .seconds(4))
    }

    @Test(arguments: ["h2", "http/1.1", "no handshake"])
    func `A client over TLS that does not answer does not hold the stop up`(version: String) async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try EdgeApp {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
            $0.limits.lingerTime = .milliseconds(300)
        }
        let silent = Silent()
        let stopTime = try await Self.run(edge.app) { server, _ in
            guard version != "no handshake" else { return silent.keep(try await server.connect()) }
            let client = try await HTTP2Client.connect(port: server.port, version: version)
            let request = Array("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n".utf8)
            try await client.send(version == "h2" ? HTTP2Frame.get("/hello", stream: 1).bytes : request)
            #expect(await edge.trail.requests(count: 1).map(\.status) == [200])
            try await client.playDead()
            silent.keep(client)
        }
        // What TLS waits for by itself would be five seconds, and a handshake ten.
        #expect(stopTime < .seconds(4))
        silent.release()
    }

    @Test func `Nothing is left behind: sockets go back to where they were`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(try EdgeApp().app) { server in _ = try await server.get("/hello") }
        let before = ProcessFiles.sockets
        try await TestServer.run(edge.app) { server in
            for round in 0..<200 {
                let client = try await server.connect()
                switch round % 4 {
                case 0: _ = try await client.request("GET", "/hello")
                case 1: try await client.send("GET /hello HTTP/1.1\r\nHo")
                case 2: try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
                default: try await client.send("bad\r\n\r\n")
                }
                if round % 2 == 0 { client.close() } else { try await client.reset() }
            }
            #expect(await eventually { ProcessFiles.sockets <= before + 1 })
        }
        #expect(await eventually { ProcessFiles.sockets <= before })
    }
}

/// Counts what workers saw.
private final class Tally: Sendable {
    private let state = Mutex<(answered: Int, failures: [String], clients: [TestClient])>((0, [], []))

    var answered: Int { self.state.withLock { $0.answered } }
    var failures: [String] { self.state.withLock { $0.failures } }

    /// Keeps a connection open.
    func keep(_ client: TestClient) { self.state.withLock { $0.clients.append(client) } }
    func answer() { self.state.withLock { $0.answered += 1 } }
    func fail(_ text: String) { self.state.withLock { $0.failures.append(text) } }
}

/// Connections that stay open and say nothing.
private final class Silent: Sendable {
    private let clients = Mutex<[any Sendable]>([])

    func keep(_ client: some Sendable) { self.clients.withLock { $0.append(client) } }
    func release() { self.clients.withLock { $0 = [] } }
}
