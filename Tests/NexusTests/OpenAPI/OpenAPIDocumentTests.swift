import Foundation
import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Testing

@Suite struct OpenAPIDocumentTests {
    private func text(_ json: JSONValue?) -> String {
        var writer = JSONWriter()
        writer.value(json ?? .null)
        return writer.string
    }

    private func operation(_ method: String, _ path: String, of document: OpenAPIDocument) -> JSONObject? {
        document.json.objectValue?["paths"]?.objectValue?[path]?.objectValue?[method]?.objectValue
    }

    @Test func onePathGolden() throws {
        struct Draft: Codable { var title: String }
        let route = RouteDescription(
            method: .put, path: "/drafts/{id}", summary: "Replaces a draft.", tags: ["Drafts"],
            access: .restricted(.all(.requirePermission("write:drafts"), .requireRole("editor"))),
            limit: .init(rule: "/drafts/*", requestsPerMinute: 60, burst: 5), request: .init(.type(Draft.self)),
            response: .init(status: 204, description: "Replaced."))
        let document = try OpenAPIDocument(OpenAPIInfo(title: "Drafts", version: "2"), routes: [route])
        let root = try #require(document.json.objectValue)
        #expect(root.members.map(\.name) == ["openapi", "info", "tags", "paths", "components"])
        #expect(
            self.text(root["paths"]) == ##"""
                {"/drafts/{id}":{"put":{"tags":["Drafts"],"summary":"Replaces a draft.",\##
                "description":"Needs `all(write:drafts, role editor)`. At most 60 requests a minute, 5 more at once.",\##
                "operationId":"put_drafts_id",\##
                "parameters":[{"name":"id","in":"path","required":true,\##
                "schema":{"type":"string","pattern":"^(?!\\.{1,2}$)[^\\u0000-\\u001f\\u007f/\\\\%]+$"}}],\##
                "requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Draft"}}}},\##
                "responses":{"204":{"description":"Replaced.","headers":{"X-Request-ID":{"$ref":"#/components/headers/X-Request-ID"},\##
                "X-RateLimit-Limit":{"$ref":"#/components/headers/X-RateLimit-Limit"},\##
                "X-RateLimit-Remaining":{"$ref":"#/components/headers/X-RateLimit-Remaining"},\##
                "X-RateLimit-Reset":{"$ref":"#/components/headers/X-RateLimit-Reset"},\##
                "RateLimit":{"$ref":"#/components/headers/RateLimit"},\##
                "RateLimit-Policy":{"$ref":"#/components/headers/RateLimit-Policy"}}},\##
                "400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},\##
                "403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},\##
                "408":{"$ref":"#/components/responses/RequestTimeout"},"413":{"$ref":"#/components/responses/ContentTooLarge"},\##
                "415":{"$ref":"#/components/responses/UnsupportedMediaType"},\##
                "422":{"$ref":"#/components/responses/UnprocessableContent"},\##
                "429":{"$ref":"#/components/responses/TooManyRequests"},\##
                "500":{"$ref":"#/components/responses/InternalServerError"},\##
                "503":{"$ref":"#/components/responses/ServiceUnavailable"}},"security":[{"bearerAuth":[]}],\##
                "x-nexus-requirement":{"rule":"all(write:drafts, role editor)","roles":["editor"],"permissions":["write:drafts"]},\##
                "x-nexus-rate-limit":{"rule":"/drafts/*","requests_per_minute":60,"burst_size":5}}}}
                """##)
        let components = try #require(root["components"]?.objectValue)
        #expect(components["schemas"]?.objectValue?.members.map(\.name) == ["Draft", "Problem"])
        #expect(
            components["securitySchemes"]?.objectValue?["bearerAuth"]?.objectValue?["scheme"] == "bearer")
    }

    @Test func theSameRoutesGiveTheSameBytes() throws {
        let first = try OpenAPIDocument(ReferenceRoutes.info, routes: ReferenceRoutes.all)
        for _ in 0..<5 {
            #expect(try OpenAPIDocument(ReferenceRoutes.info, routes: ReferenceRoutes.all).bytes == first.bytes)
        }
    }

    @Test func everyOperationSaysWhoMayPass() throws {
        let document = try OpenAPIDocument(ReferenceRoutes.info, routes: ReferenceRoutes.all)
        for route in ReferenceRoutes.all {
            let operation = try #require(self.operation(route.method.rawValue.lowercased(), route.path, of: document))
            let responses = try #require(operation["responses"]?.objectValue)
            if case .open = route.access {
                #expect(operation["security"] == [])
                #expect(operation["x-nexus-requirement"] == nil)
                #expect((responses["401"] != nil) == route.errorStatuses.contains(401))
            } else {
                #expect(operation["security"] == [["bearerAuth": []]])
                #expect(operation["x-nexus-requirement"] != nil)
                #expect(responses["401"] != nil)
            }
            #expect((responses["415"] != nil) == (route.request != nil))
            #expect(responses["500"] != nil)
        }
    }

    @Test func aRequirementThatNeverRefusesHasNoForbidden() throws {
        func statuses(_ requirement: Requirement, tenantHeader: String? = nil) throws -> [String] {
            let info = OpenAPIInfo(title: "A", version: "1", tenantHeader: tenantHeader)
            let document = try OpenAPIDocument(info, routes: [.init(method: .get, path: "/a", access: .restricted(requirement))])
            return try #require(self.operation("get", "/a", of: document)?["responses"]?.objectValue).members.map(\.name)
        }
        #expect(try statuses(.anyIdentity) == ["200", "401", "500", "503"])
        #expect(try statuses(.any(.anyIdentity, .requireRole("a"))) == ["200", "401", "500", "503"])
        #expect(try statuses(.requireRole("a").inShadow) == ["200", "401", "500", "503"])
        #expect(try statuses(.all(.anyIdentity, .requireRole("a"))) == ["200", "401", "403", "500", "503"])
        #expect(try statuses(.custom("owner") { _ in true }) == ["200", "401", "403", "500", "503"])
        #expect(try statuses(.anyIdentity, tenantHeader: "X-Tenant-ID") == ["200", "401", "403", "500", "503"])
    }

    @Test func everyWayATokenMayComeInIsAnAlternative() throws {
        let info = OpenAPIInfo(title: "A", version: "1", tokenHeader: "X-Token", tokenCookie: "session", tokenQueryParameter: "token")
        let document = try OpenAPIDocument(info, routes: [.init(method: .get, path: "/a", access: .restricted(.anyIdentity))])
        let operation = try #require(self.operation("get", "/a", of: document))
        #expect(operation["security"] == [["headerToken": []], ["cookieToken": []], ["queryToken": []]])
        let schemes = document.json.objectValue?["components"]?.objectValue?["securitySchemes"]?.objectValue
        #expect(schemes?["cookieToken"]?.objectValue?["name"] == "session")
        #expect(schemes?["headerToken"]?.objectValue?["in"] == "header")
        #expect(schemes?["queryToken"]?.objectValue?["in"] == "query")
    }

    static let undescribable: [(routes: [(HTTPMethod, String)], reason: String)] = [
        ([(.get, "/a"), (.get, "/a")], "twice"),
        ([(.get, "/a/{id}"), (.put, "/a/{name}")], "same paths as /a/{id}"),
        ([(.get, "/a/{id}"), (.put, "/a/{rest*}")], "same paths as /a/{id}"),
        ([(.get, "/a/{id}"), (.get, "/a/{id*}")], "GET /a/{id} stands there twice"),
        ([(.get, "/a/{rest*}/b")], "whole {parameter} segments"),
        ([(.get, "/files/**")], "whole {parameter} segments"),
        ([(.get, "/files/{name}.txt")], "whole {parameter} segments"),
        ([(.get, "relative")], "whole {parameter} segments"),
        ([(.get, "/a/{id}/b/{id}")], "twice in the path"),
        ([(HTTPMethod(rawValue: "PROPFIND"), "/a")], "no method PROPFIND"),
    ]

    @Test("routes that OpenAPI cannot tell apart or say", arguments: undescribable.indices)
    func refuses(index: Int) throws {
        let (routes, reason) = Self.undescribable[index]
        let error = #expect(throws: OpenAPIError.self) {
            try OpenAPIDocument(
                OpenAPIInfo(title: "A", version: "1"), routes: routes.map { .init(method: $0.0, path: $0.1, access: .open) })
        }
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
    }

    private func operationIDs(_ routes: [RouteDescription]) throws -> [String?] {
        let document = try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: routes)
        return routes.map { route in
            guard case .string(let id)? = self.operation(route.method.rawValue.lowercased(), route.pathKey, of: document)?["operationId"]
            else {
                return nil
            }
            return id
        }
    }

    @Test func `operation ids that come of a path are told apart in the order of declaration`() throws {
        let paths = ["/api_keys", "/api/keys", "/api//keys", "/api/keys/2"]
        let ids = try self.operationIDs(paths.map { .init(method: .get, path: $0, access: .open) })
        #expect(ids == ["get_api_keys", "get_api_keys_2", "get_api_keys_3", "get_api_keys_2_2"])
    }

    @Test func `an operation id that is given stands, and given twice it is refused`() throws {
        let (derived, given) = (
            RouteDescription(method: .get, path: "/api/keys", access: .open),
            RouteDescription(method: .get, path: "/keys", operationID: "get_api_keys", access: .open)
        )
        #expect(try self.operationIDs([derived, given]) == ["get_api_keys_2", "get_api_keys"])
        let again = RouteDescription(method: .put, path: "/keys", operationID: "get_api_keys", access: .open)
        let error = #expect(throws: OpenAPIError.self) { try self.operationIDs([given, again]) }
        #expect(error?.reason == "another route has the operation id get_api_keys")
    }

    @Test func `429 and the limit's figures stand where a limit is`() throws {
        func said(
            _ limit: RouteDescription.Limit?, _ access: RouteAccess = .open, _ change: (inout OpenAPIInfo) -> Void = { _ in }
        ) throws -> [Bool] {
            var info = OpenAPIInfo(title: "A", version: "1")
            change(&info)
            let document = try OpenAPIDocument(info, routes: [.init(method: .get, path: "/a", access: access, limit: limit)])
            let responses = try #require(self.operation("get", "/a", of: document)?["responses"]?.objectValue)
            let figures = responses["200"]?.objectValue?["headers"]?.objectValue?["RateLimit"]
            return [responses["429"] != nil, figures != nil]
        }
        let limit = RouteDescription.Limit(rule: "default", requestsPerMinute: 1, burst: 0)
        let shadow = RouteDescription.Limit(rule: "default", requestsPerMinute: 1, burst: 0, isShadow: true)
        #expect(try said(nil) == [false, false])
        #expect(try said(limit) == [true, true])
        #expect(try said(shadow) == [false, true])
        #expect(try said(nil) { $0.limitsAddresses = true } == [true, true])
        #expect(try said(limit) { $0.showsLimits = false } == [true, false])
        #expect(try said(nil) { $0.limitsFailedTokens = true } == [false, false])
        #expect(try said(nil, .restricted(.anyIdentity)) { $0.limitsFailedTokens = true } == [true, false])
    }

    @Test func `an app's document has 429 where a limit is, and probes have none`() async throws {
        let app = Nexus(apiPort: 0)
        let limits = RateLimitConfig(requestsPerMinute: 10, routeLimits: ["/free": nil])
        try app.addPlugin(NexusAuthPlugin(rateLimit: limits, audit: AuditConfig(backend: .custom(MemoryAuditSink()))))
        app.get("/free", .public) { _ in "free" }
        app.get("/limited", .public) { _ in "limited" }
        try await TestServer.run(app) { server in
            let document = try JSONSerialization.jsonObject(with: Data(try await server.get("/openapi.json").body)) as? [String: Any]
            let paths = try #require(document?["paths"] as? [String: [String: [String: Any]]])
            let limited = paths.filter { ($0.value["get"]?["responses"] as? [String: Any])?["429"] != nil }.keys.sorted()
            #expect(limited == ["/limited"])
            #expect((paths["/readyz"]?["get"]?["responses"] as? [String: Any])?["503"] != nil)
        }
    }

    @Test("a rest of a path is a plain parameter that says it takes slashes")
    func aRestOfAPath() throws {
        let routes = [
            RouteDescription(method: .get, path: "/files/{path*}", access: .open),
            RouteDescription(
                method: .get, path: "/teams/{team}/{page*}", access: .open,
                parameters: [.init("page", in: .path, schema: .string(pattern: "^wiki/"), description: "The page.")]),
        ]
        let document = try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: routes)
        let slashes = "The rest of the path: one segment or several. Slashes between them are sent as they are, never as `%2F`."
        let file = try #require(self.operation("get", "/files/{path}", of: document))
        #expect(file["operationId"] == "get_files_path")
        let parameter = try #require(file["parameters"]?.arrayValue?.first?.objectValue)
        #expect(parameter.members.map(\.name) == ["name", "in", "description", "required", "schema", "x-nexus-rest-of-path"])
        #expect(parameter["name"] == "path" && parameter["in"] == "path" && parameter["required"] == true)
        #expect(parameter["description"] == .string(slashes) && parameter["x-nexus-rest-of-path"] == true)
        let page = try #require(self.operation("get", "/teams/{team}/{page}", of: document)?["parameters"]?.arrayValue)
        let (own, plain) = (page.first { $0.objectValue?["name"] == "page" }?.objectValue, page.first { $0.objectValue?["name"] == "team" })
        #expect(own?["description"] == .string("The page. \(slashes)"))
        #expect(own?["schema"]?.objectValue?["pattern"] == "^wiki/")
        #expect(plain?.objectValue?["description"] == nil && plain?.objectValue?["x-nexus-rest-of-path"] == nil)
    }

    @Test func anIncompleteSchemaNamesTheTypeAndIsNotPublished() throws {
        struct Opaque: Encodable { var text: String }
        let route = RouteDescription(method: .get, path: "/a", access: .open, response: .init(body: .init(.type(Opaque.self))))
        let error = #expect(throws: SchemaError.self) { try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: [route]) }
        #expect(error?.type == "Opaque")
        #expect(error?.place == "GET /a response")
    }

    @Test func aTypeNamedProblemLeavesTheErrorBodyItsName() throws {
        struct Problem: Codable { var answer: Int }
        let route = RouteDescription(method: .get, path: "/a", access: .open, response: .init(body: .init(.type(Problem.self))))
        let document = try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: [route])
        let schemas = try #require(document.json.objectValue?["components"]?.objectValue?["schemas"]?.objectValue)
        #expect(schemas.members.count == 2)
        #expect(schemas["Problem"]?.objectValue?["required"]?.arrayValue?.contains("request_id") == true)
    }

    @Test func anUnknownErrorStatusIsRefused() throws {
        let route = RouteDescription(method: .get, path: "/a", access: .open, errorStatuses: [418])
        #expect(throws: OpenAPIError.self) { try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: [route]) }
    }
}
