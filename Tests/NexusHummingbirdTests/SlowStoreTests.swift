import Hummingbird
import NexusHummingbird
import NexusTesting
import Testing

/// A shared store of limits that hangs, fails or says no.
@Suite struct SlowStoreTests {
    struct Store: RateLimitStore {
        struct Failure: Error {}

        let barrier = Barrier()
        var isBroken = false
        var isAllowed = true
        var isAvailable: Bool { !self.isBroken }

        func take(key: String, rule: LimitRule) async throws -> LimitDecision {
            await self.barrier.pass()
            guard !self.isBroken else { throw Failure() }
            return LimitDecision(
                isAllowed: self.isAllowed, remaining: self.isAllowed ? 6 : 0, resetAfter: 1, retryAfter: self.isAllowed ? 0 : 1)
        }
    }

    func app(_ store: Store, failOpen: FailurePolicy = .open) throws -> GuestApp {
        let app = try GuestApp(rateLimit: RateLimitConfig(requestsPerMinute: 600, burstSize: 100, failOpen: failOpen, store: store))
        let handled = app.handled
        app.nexus.declare(.get, "/text", .anyIdentity)
        app.router.get("text") { _, _ -> String in
            handled.increment()
            return "text"
        }
        return app
    }

    @Test func aRequestWaitsForTheStoreAndHoldsNobodyUp() async throws {
        let store = Store()
        let app = try self.app(store)
        let handled = app.handled
        try await app.run { server async throws in
            defer { store.barrier.open() }
            let token = try app.token()
            // As many as wait at once must not keep a thread.
            let waiting = (0..<64).map { _ in Task { try await server.get("/text", bearer: token) } }
            #expect(await eventually { store.barrier.count == 64 })
            #expect(handled.count == 0)
            #expect(try await server.get("/healthz").status == 200)
            store.barrier.open()
            for request in waiting {
                let answer = try await request.value
                #expect((answer.status, answer.header("x-ratelimit-remaining")) == (200, "6"))
            }
        }
        #expect(handled.count == 64)
        #expect(app.trail.requests.filter { $0.line["path"] == "/text" }.count == 64)
    }

    @Test(arguments: [(FailurePolicy.open, 200), (.closed, 503)]) func aStoreThatFailsIsAnsweredByPolicy(
        policy: FailurePolicy, status: Int
    ) async throws {
        var store = Store()
        store.isBroken = true
        store.barrier.open()
        let app = try self.app(store, failOpen: policy)
        try await app.run { server async throws in
            #expect(try await server.get("/text", bearer: try app.token()).status == status)
        }
        #expect(app.handled.count == (status == 200 ? 1 : 0))
    }

    @Test func whatTheStoreRefusesReachesNoHandler() async throws {
        var store = Store()
        store.isAllowed = false
        store.barrier.open()
        let app = try self.app(store)
        try await app.run { server async throws in
            let answer = try await server.get("/text", bearer: try app.token())
            #expect((answer.status, answer.header("x-ratelimit-remaining")) == (429, "0"))
        }
        #expect(app.handled.count == 0)
    }

    @Test func aClientThatLeavesMeanwhileIsRecorded() async throws {
        let store = Store()
        let app = try self.app(store)
        let trail = app.trail
        try await app.run { server async throws in
            defer { store.barrier.open() }
            let client = try await server.connect()
            try await client.send(
                "GET /text HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(try app.token())\r\nX-Request-ID: left\r\n\r\n")
            #expect(await eventually { store.barrier.count == 1 })
            try await client.reset()
            #expect(try await server.get("/healthz").status == 200)
            store.barrier.open()
            #expect(await trail.requests(count: 2).count == 2)
        }
        #expect(trail.requests.filter { $0.line["request_id"] == "left" }.count == 1)
    }
}
