import Hummingbird
import NIOCore
import NexusHummingbird
import NexusTesting
import Testing

/// A body larger than its declaration allows is 413, however it comes.
@Suite struct RequestBodyTests {
    func app(audit: (inout AuditConfig) -> Void = { _ in }) throws -> GuestApp {
        let app = try GuestApp(audit: audit)
        let handled = app.handled
        app.nexus.declare(.post, "/small", .public, maximumBodySize: 100)
        app.router.post("small") { request, _ -> String in
            handled.increment()
            return "\(try await request.body.collect(upTo: 10_000).readableBytes)"
        }
        return app
    }

    @Test func aDeclaredLengthIsCheckedBeforeTheHandler() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            #expect(try await server.post("/small", String(repeating: "x", count: 100)).text == "100")
            let large = try await server.post("/small", String(repeating: "x", count: 101))
            #expect((large.status, large.error) == (413, "payload_too_large"))
        }
        #expect(app.handled.count == 1)
        #expect(app.trail.requests.map { $0.line["request_bytes"] } == [100, 100])
    }

    @Test func chunksAreCountedWhileTheyAreRead() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let client = try await server.connect()
            let head = "POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            let chunk = "32\r\n\(String(repeating: "x", count: 50))\r\n"
            try await client.send(head + chunk + chunk + "0\r\n\r\n")
            #expect(try await client.receive().text == "100")
            try await client.send(head + chunk + chunk + chunk + "0\r\n\r\n")
            let large = try await client.receive()
            #expect((large.status, large.error) == (413, "payload_too_large"))
            client.close()
        }
        #expect(app.trail.requests.map { $0.line["status"] } == [200, 413])
    }

    @Test func bodiesThatTheTrailKeepsStillReachTheHandler() async throws {
        let app = try self.app {
            $0.logRequestBody = true
            $0.logResponseBody = true
        }
        try await app.run { server async throws in
            #expect(try await server.post("/small", #"{"password":"secret-7","title":"a"}"#).text == "35")
            #expect(try await server.post("/small", String(repeating: "x", count: 101)).status == 413)
        }
        let line = app.trail.requests.first?.line
        #expect(line?["request_body"] != nil)
        #expect(line?["response_body"] != nil)
        #expect(app.trail.requests.allSatisfy { !String(decoding: $0.json, as: UTF8.self).contains("secret-7") })
    }

    @Test func brokenFramingIsRecorded() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let client = try await server.connect()
            try await client.send("POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
            #expect(try await client.receive().status == 400)
        }
        #expect(app.trail.requests.map { $0.line["status"] } == [400])
    }
}
