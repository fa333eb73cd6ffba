import Hummingbird
import NexusHummingbird
import NexusTesting
import Testing

import struct Nexus.NexusError

/// Another policy is put in force while requests run.
@Suite struct ReloadTests {
    static let newOrigin = "https://new.example.com"

    @Test func openRequestsFinishWithThePolicyTheyBeganWith() async throws {
        let app = try GuestApp()
        let barrier = Barrier()
        app.nexus.declare(.get, "/slow", .requirePermission("read:slow"))
        app.router.get("slow") { _, _ -> String in
            await barrier.pass()
            return "slow"
        }
        let (options, plugin) = try GuestApp.policy(
            tokens: app.tokens, trail: app.trail,
            rbac: RBACConfig([("admin", Role(permissions: ["*"])), ("reader", Role(permissions: []))]),
            options: { $0.cors = CORSConfig(origins: [Self.newOrigin]) })
        try await app.run { server async throws in
            defer { barrier.open() }
            let (reader, admin) = (try app.token(), try app.token(for: "root", roles: ["admin"]))
            let old = ["Origin": "https://app.example.com"]
            let waiting = (0..<16).map { _ in Task { try await server.get("/slow", bearer: reader, headers: old) } }
            #expect(await eventually { barrier.count == 16 })
            try app.nexus.reload(options: options, auth: plugin)
            #expect(try await server.get("/slow", bearer: reader).status == 403)
            barrier.open()
            for request in waiting {
                let answer = try await request.value
                #expect((answer.status, answer.text) == (200, "slow"))
                #expect(answer.header("access-control-allow-origin") == "https://app.example.com")
            }
            let answer = try await server.get("/slow", bearer: admin, headers: ["Origin": Self.newOrigin])
            #expect((answer.status, answer.header("access-control-allow-origin")) == (200, Self.newOrigin))
            #expect(try await server.get("/slow", bearer: admin, headers: old).header("access-control-allow-origin") == nil)
        }
        #expect(app.trail.requests.count == 19)
    }

    @Test func optionsWithoutEffectAreRefusedByAReloadTheWayAStartDoes() async throws {
        for configure: (inout NexusOptions) -> Void in [{ $0.shutdownTimeout = .seconds(5) }, { $0.shutdownDelay = .seconds(5) }] {
            let app = try GuestApp()
            let (options, plugin) = try GuestApp.policy(tokens: app.tokens, trail: app.trail, options: configure)
            _ = try await app.run { _ async throws in
                #expect(throws: NexusError.self) { try app.nexus.reload(options: options, auth: plugin) }
            }
            await #expect(throws: NexusError.self) { try await GuestApp(options: configure).middleware.run() }
        }
    }

    @Test func requestsInFlightAreAnsweredByOnePolicyOrTheOther() async throws {
        let app = try GuestApp(rateLimit: RateLimitConfig(requestsPerMinute: 60_000, burstSize: 60_000))
        app.nexus.declare(.get, "/now", .requirePermission("read:now"))
        app.router.get("now") { _, _ in "now" }
        let policies = try [["read:*"], []].map { permissions in
            try GuestApp.policy(
                tokens: app.tokens, trail: app.trail, rateLimit: RateLimitConfig(requestsPerMinute: 60_000, burstSize: 60_000),
                rbac: RBACConfig([("admin", Role(permissions: ["*"])), ("reader", Role(permissions: permissions))]))
        }
        try await app.run { server async throws in
            let token = try app.token()
            let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let client = try await server.connect()
                        defer { client.close() }
                        var statuses: [Int] = []
                        for _ in 0..<50 { statuses.append(try await client.request("GET", "/now", bearer: token).status) }
                        return statuses
                    }
                }
                for round in 0..<20 {
                    let (options, plugin) = policies[round % 2]
                    try app.nexus.reload(options: options, auth: plugin)
                    try await Task.sleep(for: .milliseconds(1))
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(statuses.count == 200)
            #expect(Set(statuses).isSubset(of: [200, 403]))
            // The last of them is in force.
            #expect(try await server.get("/now", bearer: token).status == 403)
        }
        #expect(app.trail.requests.count == 201)
    }
}
