import Foundation
import NexusCore
import Testing

@testable import Nexus

@Suite struct DocsPageTests {
    private let page: DocsPage

    init() throws {
        let document = try OpenAPIDocument(ReferenceRoutes.info, routes: ReferenceRoutes.all)
        self.page = DocsPage(info: ReferenceRoutes.info, document: document.bytes, routes: ReferenceRoutes.all, assetsDirectory: nil)
    }

    @Test func listsEveryRouteWithItsRightsAndLimit() throws {
        let html = String(decoding: try #require(self.page.response(for: "/docs")).bytes, as: UTF8.self)
        for route in ReferenceRoutes.all {
            #expect(html.contains(">\(route.path)</code>"))
            if case .restricted(let requirement) = route.access { #expect(html.contains(">\(requirement)</span>")) }
        }
        #expect(html.contains("20 a minute, burst 5"))
        #expect(!html.contains("<script"))
        #expect(!html.contains("http:") && !html.contains("https:"), "nothing outside")
    }

    @Test("the policy's hash is the style sheet's")
    func policyHash() throws {
        let asset = try #require(self.page.response(for: "/docs"))
        let html = String(decoding: asset.bytes, as: UTF8.self)
        let start = try #require(html.range(of: "<style>"))
        let end = try #require(html.range(of: "</style>"))
        let policy = try #require(asset.headers.first { $0.name == "Content-Security-Policy" }?.value)
        #expect(policy.contains(ContentHash(of: html[start.upperBound..<end.lowerBound].utf8).sourceExpression))
        #expect(!policy.contains("unsafe"))
        #expect(!html.contains("style=\""))
    }

    @Test func pathsAndHeaders() throws {
        #expect(self.page.paths == ["/docs", "/docs/routes", "/openapi.json"])
        #expect(self.page.notice?.contains("not installed") == true)
        #expect(self.page.response(for: "/docs/") == nil)
        #expect(self.page.response(for: "/docs/../openapi.json") == nil)
        #expect(self.page.response(for: "/openapi.json")?.contentType == "application/json")
        for path in self.page.paths {
            let headers = try #require(self.page.response(for: path)).headers
            #expect(headers.contains { $0.name == "X-Content-Type-Options" && $0.value == "nosniff" })
            #expect(headers.allSatisfy { $0.value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
        }
    }

    @Test func entityTags() throws {
        let asset = try #require(self.page.response(for: "/docs"))
        #expect(asset.isKnown(to: asset.entityTag))
        #expect(asset.isKnown(to: "\"x\", W/\(asset.entityTag) "))
        #expect(asset.isKnown(to: " * "))
        #expect(!asset.isKnown(to: ""))
        #expect(!asset.isKnown(to: ",, ,W/"))
        #expect(!asset.isKnown(to: String(asset.entityTag.dropLast())))
    }
}
