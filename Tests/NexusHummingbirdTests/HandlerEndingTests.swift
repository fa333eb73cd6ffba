import Hummingbird
import NIOCore
import NexusHummingbird
import NexusTesting
import Synchronization
import Testing

/// Every way a handler can end leaves one record and one count.
@Suite struct HandlerEndingTests {
    struct Failure: Error {}

    func app() throws -> GuestApp {
        let app = try GuestApp()
        for path in ["/http-error", "/failure", "/rejection", "/stream", "/broken-stream", "/endless", "/no-content", "/owned"] {
            app.nexus.declare(.get, path, .public)
        }
        app.router.get("http-error") { _, _ -> String in throw HTTPError(.conflict, message: "taken") }
        app.router.get("failure") { _, _ -> String in throw Failure() }
        app.router.get("rejection") { _, _ -> String in throw Rejection.unavailable(retryAfter: 3) }
        app.router.get("no-content") { _, _ in HTTPResponse.Status.noContent }
        app.router.get("stream") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    for number in 0..<3 { try await writer.write(ByteBuffer(string: "\(number)\n")) }
                    try await writer.finish(nil)
                })
        }
        app.router.get("broken-stream") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "some"))
                    throw Failure()
                })
        }
        app.router.get("endless") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    let piece = ByteBuffer(repeating: UInt8(ascii: "y"), count: 16_384)
                    while true { try await writer.write(piece) }
                })
        }
        app.router.get("owned") { _, _ in
            Response(
                status: .ok,
                headers: .named([
                    "X-Request-ID": "mine", "X-RateLimit-Limit": "1", "X-Frame-Options": "SAMEORIGIN", "Vary": "Accept", "X-Own": "kept",
                    "Content-Type": "text/plain",
                ]),
                body: ResponseBody(byteBuffer: ByteBuffer(string: "owned")))
        }
        return app
    }

    @Test func anErrorOfTheAppKeepsItsStatusAndOthersBecome500() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let conflict = try await server.get("/http-error", headers: ["X-Request-ID": "r-1"])
            #expect(conflict.status == 409)
            #expect(conflict.text.contains("taken"))
            #expect(conflict.header("x-request-id") == "r-1")
            let failure = try await server.get("/failure", headers: ["X-Request-ID": "r-2"])
            #expect((failure.status, failure.error) == (500, "internal_error"))
            #expect(try failure.json()["request_id"] == "r-2")
            let rejection = try await server.get("/rejection")
            #expect((rejection.status, rejection.header("retry-after")) == (503, "3"))
        }
        let records = app.trail.requests.map(\.line)
        #expect(records.map { $0["status"] } == [409, 500, 503])
        #expect(records.map { $0["outcome"]?.stringValue } == ["admitted", "failed", "failed"])
        #expect(records[1]["error_text"]?.stringValue?.contains("Failure") == true)
    }

    @Test func aStreamIsRecordedWhenItEnds() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let answer = try await server.get("/stream")
            #expect((answer.status, answer.text) == (200, "0\n1\n2\n"))
            #expect(answer.header("x-content-type-options") == "nosniff")
        }
        let records = app.trail.requests.map(\.line)
        #expect(records.count == 1)
        #expect(records.first?["response_bytes"] == 6)
        #expect(records.first?["outcome"] == "admitted")
    }

    @Test func aStreamThatBreaksIsRecordedAsFailed() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let client = try await server.connect()
            try await client.send("GET /broken-stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await client.isEnded())
            #expect(!String(decoding: client.unread, as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
        let records = app.trail.requests.map(\.line)
        #expect(records.count == 1)
        #expect(records.first?["outcome"] == "failed")
        #expect(records.first?["response_bytes"] == 4)
    }

    @Test func aClientThatLeavesIsRecordedAsCancelled() async throws {
        let app = try self.app()
        let trail = app.trail
        try await app.run { server async throws in
            let client = try await server.connect()
            try await client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = await eventually { client.unread.count > 100_000 }
            try await client.reset()
            #expect(await trail.requests(count: 1).count == 1)
        }
        let records = app.trail.requests.map(\.line)
        #expect(records.count == 1)
        #expect(records.first?["outcome"] == "cancelled")
    }

    @Test func fieldsThatNexusOwnsAreReplaced() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let answer = try await server.get("/owned", headers: ["X-Request-ID": "r-1"])
            #expect(answer.headers("x-request-id") == ["r-1"])
            #expect(answer.headers("x-ratelimit-limit") == ["700"])
            #expect(answer.headers("x-frame-options") == ["SAMEORIGIN"])
            #expect(answer.headers("vary") == ["Origin, Accept"])
            #expect(answer.headers("x-own") == ["kept"])
            #expect(answer.headers("content-type") == ["text/plain"])
            #expect(answer.headers("content-length") == ["5"])
        }
    }

    @Test func anAnswerWithoutContentHasNoLength() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            let answer = try await server.get("/no-content")
            #expect(answer.status == 204)
            #expect(answer.header("content-length") == nil)
        }
    }

    @Test func aStopWritesTheWholeTrail() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            for _ in 0..<50 { _ = try await server.get("/no-content") }
        }
        #expect(app.trail.requests.count == 50)
        #expect(Set(app.trail.requests.compactMap { $0.line["request_id"]?.stringValue }).count == 50)
    }

    @Test func aDurableRecordIsThereBeforeTheAnswer() async throws {
        let app = try GuestApp(durability: .durable)
        app.nexus.declare(.get, "/now", .public)
        app.router.get("now") { _, _ in "now" }
        let trail = app.trail
        try await app.run { server async throws in
            for count in 1...5 {
                #expect(try await server.get("/now").status == 200)
                #expect(trail.requests.count == count)
            }
        }
    }

    @Test func metricsCountEachRequestOnce() async throws {
        let app = try self.app()
        try await app.run { server async throws in
            for path in ["/failure", "/http-error", "/stream", "/no-content"] { _ = try await server.get(path) }
            let metrics = try await server.get("/metrics", bearer: try app.token())
            #expect(metrics.status == 200)
            let lines = metrics.text.split(separator: "\n")
            for (path, status) in [("/failure", 500), ("/http-error", 409), ("/stream", 200), ("/no-content", 204)] {
                let line = lines.first {
                    $0.hasPrefix("http_server_request_duration_seconds_count{") && $0.contains("\"\(path)\"")
                        && $0.contains("\"\(status)\"")
                }
                #expect(line?.hasSuffix(" 1") == true, "\(path): \(line ?? "no line")")
            }
            // The request for the metrics is the one that is open.
            #expect(lines.contains { $0.hasPrefix("http_server_active_requests") && $0.hasSuffix(" 1") })
        }
    }
}
