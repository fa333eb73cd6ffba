import Hummingbird
import NexusHummingbird
import NexusTesting
import Testing

/// Two matchers that disagree are how gates are passed: where they do, no handler runs.
@Suite struct RouterAgreementTests {
    @Test func aMoreSpecificRouteOfTheAppIsNotReachedByTheDecisionOfAnother() async throws {
        let app = try GuestApp()
        let handled = app.handled
        app.nexus.declare(.get, "/articles/{id}", .public)
        app.router.get("articles/:id") { _, _ in "one" }
        app.router.get("articles/secret") { _, _ -> String in
            handled.increment()
            return "secret"
        }
        try await app.run { server async throws in
            #expect(try await server.get("/articles/7").text == "one")
            #expect(try await server.get("/articles/secret").status == 500)
        }
        #expect(app.handled.count == 0)
        #expect(app.trail.requests.map { $0.line["status"] } == [200, 500])
    }

    @Test func parametersMayBeNamedDifferently() async throws {
        let app = try GuestApp(options: { $0.enableDocs = false })
        app.nexus.declare(.get, "/a/{id}/b/{other}", .public)
        app.nexus.declare(.get, "/files/{path*}", .public)
        app.router.get("a/:first/b/:second") { _, context in
            "\(try context.parameters.require("first")) \(try context.parameters.require("second"))"
        }
        app.router.get("files/**") { _, context in context.parameters.getCatchAll().joined(separator: ",") }
        try await app.run { server async throws in
            #expect(try await server.get("/a/1/b/2").text == "1 2")
            #expect(try await server.get("/files/x/y").text == "x,y")
        }
    }

    @Test func undeclaredRequestsGoOnWhereThatWasAskedFor() async throws {
        let app = try GuestApp(passesUndeclared: true)
        app.nexus.declare(.get, "/admin", .requireRole("admin"))
        app.router.get("admin") { _, _ in "admin" }
        app.router.get("free") { _, context in context.nexus.identity?.userID ?? "nobody" }
        try await app.run { server async throws in
            let token = try app.token()
            #expect(try await server.get("/free").status == 401)
            #expect(try await server.get("/free", bearer: token).text == "alice")
            #expect(try await server.get("/admin", bearer: token).status == 403)
            #expect(try await server.get("//admin", bearer: token).status == 400)
            #expect(try await server.get("/nowhere", bearer: token).status == 404)
        }
        #expect(app.trail.requests.count == 5)
    }

    @Test func anOpenPathOpensNoOtherMethod() async throws {
        let app = try GuestApp(passesUndeclared: true)
        let handled = app.handled
        app.nexus.declare(.get, "/articles", .public)
        app.router.get("articles") { _, _ in "all" }
        app.router.delete("articles") { _, _ -> String in
            handled.increment()
            return "gone"
        }
        try await app.run { server async throws in
            #expect(try await server.get("/articles").text == "all")
            #expect(try await server.request("DELETE", "/articles").status == 405)
            #expect(app.handled.count == 0)
            #expect(try await server.request("DELETE", "/articles", bearer: try app.token()).text == "gone")
        }
    }

    @Test func noSpellingOfAPathReachesARouteThatIsDeclared() async throws {
        let app = try GuestApp(passesUndeclared: true, options: { $0.enableDocs = false })
        let handled = app.handled
        app.nexus.declare(.get, "/files/{path*}", .requireRole("admin"))
        app.nexus.declare(.get, "/articles/{id}", .public)
        app.router.get("files/**") { _, _ -> String in
            handled.increment()
            return "tree"
        }
        app.router.get("articles/:id") { _, _ in "one" }
        app.router.get("articles/secret-{id}") { _, _ -> String in
            handled.increment()
            return "secret"
        }
        app.router.get(":section/info") { _, _ -> String in
            handled.increment()
            return "any"
        }
        try await app.run { server async throws in
            let token = try app.token()
            let deep = "/files/" + [String](repeating: "a", count: 70).joined(separator: "/")
            #expect(try await server.get(deep, bearer: token).status == 500)
            #expect(try await server.get("/articles/secret-1").status == 500)
            #expect(try await server.get("/%61ssets/info").status == 404)
        }
        #expect(app.handled.count == 0)
    }

    @Test func exemptPathsGoOnWithoutADeclaration() async throws {
        let app = try GuestApp()
        let handled = app.handled
        app.nexus.declare(.get, "/admin", .requireRole("admin"))
        app.router.get("assets/logo") { _, context in "logo for \(context.nexus.identity?.userID ?? "nobody")" }
        app.router.get("other") { _, _ -> String in
            handled.increment()
            return "other"
        }
        try await app.run { server async throws in
            let logo = try await server.get("/assets/logo")
            #expect((logo.status, logo.text) == (200, "logo for nobody"))
            #expect(logo.header("x-content-type-options") == "nosniff")
            #expect(try await server.get("/assets/none").status == 404)
            #expect(try await server.get("/assets/../other").status == 400)
            #expect(try await server.get("/other").status == 401)
        }
        #expect(app.handled.count == 0)
        #expect(app.trail.requests.map { $0.line["status"] } == [200, 404, 400, 401])
    }

    @Test func nothingIsLetThroughBeforeTheServiceRuns() async throws {
        let app = try GuestApp()
        let handled = app.handled
        app.nexus.declare(.get, "/open", .public)
        app.router.get("open") { _, _ -> String in
            handled.increment()
            return "open"
        }
        let answer = try await app.respond(to: "/open")
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(app.handled.count == 0)
    }

    @Test(.timeLimit(.minutes(1))) func optionsWithoutEffectAreRefused() async throws {
        for change: @Sendable (inout NexusOptions) -> Void in [
            { $0.managementPort = 9_000 }, { $0.limits.handlerTimeout = .seconds(1) }, { $0.shutdownDelay = .seconds(1) },
        ] {
            let app = try GuestApp(options: change)
            await #expect(throws: (any Error).self) { try await app.middleware.run() }
        }
    }

    @Test func nexusAnswersItsOwnRoutes() async throws {
        let app = try GuestApp()
        ChannelRoutes.declareOwn(on: app.nexus)
        try await app.run { server async throws in
            #expect(try await server.get("/own-stream").text == "0\n1\n2\n")
            #expect(try await server.get("/health").json()["version"] != nil)
            #expect(try await server.get("/docs").status == 200)
            let client = try await server.connect()
            try await client.send("GET /own-broken-stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await client.isEnded())
        }
        #expect(app.trail.requests.map { $0.line["outcome"]?.stringValue } == ["admitted", "admitted", "admitted", "failed"])
    }
}
