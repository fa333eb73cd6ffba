import HTTPTypes
import Nexus
import NexusCore
import NexusTesting
import Testing

/// A status that would announce an answer, or that HTTP does not know, never reaches the wire: what follows it would be read as another answer.
@Suite struct HandlerStatusTests {
    @Test(arguments: [Int.min, -1, 0, 99, 100, 101, 199, 204, 304, 399, 600, 999, .max])
    func rejectionsThatAreNoErrorsAreTheHandlersFailure(status: Int) async throws {
        let app = Nexus(apiPort: 0)
        app.get("/loop", .public) { _ -> String in throw Rejection(status: status, code: .badRequest, detail: "never said") }
        app.get("/task", .public) { _ async throws -> String in throw Rejection(status: status, code: .badRequest, detail: "never said") }
        try await self.expectFailure(app, ["/loop", "/task"])
    }

    @Test(arguments: [100, 101, 103, 199, 600, 999])
    func answersWithSuchAStatusAreTheHandlersFailure(status: Int) async throws {
        let app = Nexus(apiPort: 0)
        app.get("/loop", .public) { _ in Response(status: HTTPResponse.Status(code: status)) }
        app.get("/task", .public) { _ async in Response(status: HTTPResponse.Status(code: status)) }
        try await self.expectFailure(app, ["/loop", "/task"])
    }

    @Test func rejectionsOfAHandlerAreAnswers() async throws {
        let app = Nexus(apiPort: 0)
        app.get("/brew", .public) { _ -> String in throw Rejection(status: 418, code: .badRequest, detail: "A teapot.", retryAfter: -5) }
        try await TestServer.run(app) { server in
            let answer = try await server.get("/brew")
            #expect(answer.status == 418)
            #expect(answer.header("Retry-After") == "0")
            #expect(answer.text.contains("A teapot."))
        }
    }

    private func expectFailure(_ app: Nexus, _ paths: [String]) async throws {
        try await TestServer.run(app) { server in
            let client = try await server.connect()
            for path in paths {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
                let answer = try await client.receive()
                #expect(answer.status == 500)
                #expect(answer.error == "internal_error")
                #expect(!answer.text.contains("never said"))
            }
        }
    }
}
