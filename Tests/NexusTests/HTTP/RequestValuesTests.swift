import Foundation
import HTTPTypes
import Nexus
import NexusCore
import NexusTesting
import Testing

/// What a handler reads of a request, and what wrong requests are answered with.
@Suite struct RequestValuesTests {
    private struct Article: Codable, ResponseContent {
        struct Author: Codable { var name: String }

        var title: String
        var pages: Int
        var authors: [Author]
    }

    private static func app() -> EdgeApp? {
        guard let edge = try? EdgeApp() else { return nil }
        edge.app.on(.post, "/articles", .public, body: Article.self) { (_: PublicRequest, article) in article }
        edge.app.get("/echo/{text}/{count}", .public) { (request: PublicRequest) in
            [
                "text": try request.parameter("text"), "count": "\(try request.parameter("count", as: Int.self))",
                "query": request.query("q") ?? "none", "page": "\(try request.query("page", as: Int.self) ?? 1)",
            ]
        }
        return edge
    }

    @Test(
        arguments: [
            (#"{"title":"T","pages":3,"authors":[{"name":"A"}]}"#, "application/json", 200, nil),
            (#"{"title":"T","pages":3,"authors":[]}"#, "application/vnd.api+json; charset=utf-8", 200, nil),
            (#"{"title":"T","pages":3,"authors":[]}"#, "text/plain", 415, nil),
            (#"{"title":"T","pages":3,"#, "application/json", 400, nil),
            ("", "application/json", 400, nil),
            (#"{"pages":3,"authors":[]}"#, "application/json", 422, "title"),
            (#"{"title":"T","pages":"3","authors":[]}"#, "application/json", 422, "pages"),
            (#"{"title":"T","pages":1,"authors":[{"name":"A"},{"name":null}]}"#, "application/json", 422, "authors[1].name"),
            (#"[]"#, "application/json", 422, nil),
        ] as [(String, String, Int, String?)])
    func `A JSON body is checked for type, syntax and shape`(body: String, type: String, status: Int, field: String?) async throws {
        let edge = try #require(Self.app())
        try await TestServer.run(edge.app) { server in
            let response = try await server.post("/articles", body, contentType: type)
            #expect(response.status == status)
            if status == 422 { #expect(try response.json()["field"]?.stringValue == field) }
            if status >= 400 { #expect(response.header("content-type") == "application/problem+json") }
        }
    }

    @Test(arguments: [
        ("/echo/a/1", 200, "a", "none"), ("/echo/a%20b/1?q=x+y%26z", 200, "a b", "x y&z"), ("/echo/%C3%A9/1?q=", 200, "é", ""),
        ("/echo/a/one", 404, "", ""), ("/echo/a/1?page=x", 400, "", ""), ("/echo/a/1/", 200, "a", "none"), ("/ECHO/a/1", 401, "", ""),
        ("http://h/echo/a/1", 200, "a", "none"), ("/echo/a%2fb/1", 400, "", ""), ("/echo/%00/1", 400, "", ""),
        ("/echo//1", 400, "", ""), ("/echo/./1", 400, "", ""), ("/echo/../echo/a/1", 400, "", ""), ("/echo/%2e%2e/1", 400, "", ""),
        ("/echo/a;b/1", 400, "", ""), ("/echo/a\\b/1", 400, "", ""), ("/echo/%252f/1", 400, "", ""), ("/echo/%c0%af/1", 400, "", ""),
        ("http://other/echo/a/1", 400, "", ""), ("//h/echo/a/1", 400, "", ""), ("/echo/%ff/1", 400, "", ""), ("/echo/%/1", 400, "", ""),
        ("*", 400, "", ""), ("echo", 400, "", ""), ("/echo/a/1#f", 400, "", ""),
    ])
    func `A target means one thing or is refused`(target: String, status: Int, text: String, query: String) async throws {
        let edge = try #require(Self.app())
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let response = try await client.request("GET", target, headers: ["Host": "h"])
            #expect(response.status == status)
            if status == 200 {
                #expect(try response.json()["text"]?.stringValue == text)
                #expect(try response.json()["query"]?.stringValue == query)
            }
            if status == 400, !target.contains("page=") { #expect(await client.isEnded()) }
        }
        #expect(edge.trail.requests.count == 1)
    }
}
