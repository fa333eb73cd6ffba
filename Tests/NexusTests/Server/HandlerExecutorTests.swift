import Logging
import NIOCore
import NIOPosix
import Nexus
import NexusTesting
import Synchronization
import Testing

@Suite("Where handlers run", .timeLimit(.minutes(1)))
struct HandlerExecutorTests {
    private func app(_ executor: HandlerExecutor) -> Nexus {
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        options.handlerExecutor = executor
        let app = Nexus(options: options)
        app.get("/here", .public) { _ in Self.place }
        app.get("/waiting", .public) { _ async in Self.place }
        app.get("/later", .public) { _ async -> String in
            await Task.yield()
            return Self.place
        }
        app.get("/stream", .public) { _ async in
            Response(body: .stream { try await $0.write(ByteBuffer(string: Self.place)) })
        }
        return app
    }

    private static var place: String { MultiThreadedEventLoopGroup.currentEventLoop == nil ? "pool" : "loop" }

    @Test("on the event loop", arguments: ["/here", "/waiting", "/later", "/stream"])
    func eventLoop(path: String) async throws {
        try await TestServer.run(self.app(.eventLoop)) { server in
            let text = try await server.get(path).text
            #expect(text == "loop")
        }
    }

    @Test(
        "on Swift's pool, but for handlers that do not wait",
        arguments: [("/here", "loop"), ("/waiting", "pool"), ("/later", "pool"), ("/stream", "pool")])
    func concurrentPool(path: String, place: String) async throws {
        try await TestServer.run(self.app(.concurrentPool)) { server in
            let text = try await server.get(path).text
            #expect(text == place)
        }
    }

    @Test func `A handler that computes holds up nobody else on the pool`() async throws {
        let app = self.app(.concurrentPool)
        let signal = HandlerSignal()
        let isReleased = Atomic(false)
        app.get("/busy", .public) { _ async -> String in
            signal.begin()
            while !isReleased.load(ordering: .relaxed) {}
            return "done"
        }
        try await TestServer.run(app) { server in
            async let busy = server.get("/busy").text
            #expect(await eventually { signal.began == 1 })
            for _ in 0..<8 { #expect(try await server.get("/here").status == 200) }
            isReleased.store(true, ordering: .relaxed)
            let answer = try await busy
            #expect(answer == "done")
        }
    }
}
