import Nexus
import NexusTesting
import Testing

/// `OPTIONS`, and methods that a path does not know.
@Suite struct OptionsTests {
    @Test func `A path that serves everybody tells everybody which methods it knows`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let options = try await server.request("OPTIONS", "/hello")
            #expect(options.status == 204)
            #expect(options.header("allow") == "GET, HEAD, OPTIONS")
            let unknown = try await server.request("DELETE", "/number/7")
            #expect(unknown.status == 405)
            #expect(unknown.error == "method_not_allowed")
            #expect(unknown.header("allow") == "GET, HEAD, OPTIONS")
            #expect(unknown.header("www-authenticate") == nil)
        }
    }

    @Test(arguments: ["OPTIONS", "DELETE"])
    func `A path behind authentication tells it to nobody else`(method: String) async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            for path in ["/protected", "/nowhere"] {
                let response = try await server.request(method, path)
                #expect(response.status == 401)
                #expect(response.header("allow") == nil)
            }
            let bearer = try edge.tokens.token(for: "visitor", roles: ["guest"])
            #expect(try await server.request(method, "/protected", bearer: bearer).header("allow") == "POST, GET, HEAD, OPTIONS")
        }
    }

    @Test func `The server as a whole answers OPTIONS, and nothing else (RFC 9110 §9_3_7, RFC 9112 §3_2_4)`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                let options = try await client.request("OPTIONS", "*")
                #expect(options.status == 204)
                let methods = Set((options.header("allow") ?? "").split(separator: ",").map { $0.drop { $0 == " " } })
                #expect(methods == ["GET", "OPTIONS", "POST"])
                #expect(!options.closes)
            }
            let other = try await client.request("GET", "*")
            #expect(other.status == 400)
            #expect(other.closes)
        }
        #expect(edge.trail.requests.map(\.status) == [204, 204, 400])
    }
}
