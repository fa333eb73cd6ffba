internal import NexusCore

/// Puts the document together, route by route.
struct OpenAPIBuilder {
    let info: OpenAPIInfo
    private let security: SecuritySchemes
    private let probe = SchemaProbe(reservedNames: ["Problem"])
    private var paths = JSONObject()
    private var tags: [String] = []
    private var shapes: [String: String] = [:]

    private static let describable: Set<HTTPMethod> = [.get, .put, .post, .delete, .options, .head, .patch, HTTPMethod(rawValue: "TRACE")]

    init(_ info: OpenAPIInfo) {
        self.info = info
        self.security = SecuritySchemes(info)
    }

    mutating func add(_ route: RouteDescription, operationID: String) throws {
        guard Self.describable.contains(route.method) else { throw OpenAPIError(route, "OpenAPI 3.1 knows no method \(route.method)") }
        try self.check(route)
        var item = self.paths[route.pathKey]?.objectValue ?? JSONObject()
        let method = route.method.rawValue.lowercased()
        guard item[method] == nil else {
            throw OpenAPIError(route, "to OpenAPI \(route.method) \(route.pathKey) stands there twice; hide one of them")
        }
        item[method] = .object(try self.operation(route, id: operationID))
        self.paths[route.pathKey] = .object(item)
        for tag in route.tags where !self.tags.contains(tag) { self.tags.append(tag) }
    }

    /// Templates that differ in nothing but parameter names are one path to a client (OpenAPI 3.1, Paths Object).
    private mutating func check(_ route: RouteDescription) throws {
        let names = route.pathParameterNames
        guard route.path.hasPrefix("/"), !route.pathKey.contains("*"),
            route.path.count(where: { $0 == "{" || $0 == "}" }) == names.count * 2
        else { throw OpenAPIError(route, "a path is made of literal segments and whole {parameter} segments") }
        guard Set(names).count == names.count else { throw OpenAPIError(route, "a parameter's name stands twice in the path") }
        for parameter in route.parameters where parameter.location == .path && !names.contains(parameter.name) {
            throw OpenAPIError(route, "the path has no parameter {\(parameter.name)}")
        }
        let segments = route.pathKey.split(separator: "/", omittingEmptySubsequences: false)
        let shape = segments.map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
        if let other = self.shapes.updateValue(route.pathKey, forKey: shape), other != route.pathKey {
            throw OpenAPIError(route, "to OpenAPI it matches the same paths as \(other); call the parameters the same, or hide one of them")
        }
    }

    private func operation(_ route: RouteDescription, id: String) throws -> JSONObject {
        var operation = JSONObject()
        if !route.tags.isEmpty { operation["tags"] = .array(route.tags.map(JSONValue.string)) }
        if !route.summary.isEmpty { operation["summary"] = .string(route.summary) }
        operation["description"] = .string(Self.details(of: route))
        operation["operationId"] = .string(id)
        let parameters = try self.parameters(route)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = route.request {
            let place = "\(route.method) \(route.path) request"
            operation["requestBody"] = ["required": true, "content": try self.content(body, at: place)]
        }
        operation["responses"] = .object(try self.responses(route))
        operation["security"] = route.access.requirement == nil ? [] : self.security.requirement
        operation["x-nexus-requirement"] = route.access.requirement.map(Self.extension(for:))
        operation["x-nexus-rate-limit"] = route.limit.map(Self.extension(for:))
        return operation
    }

    private static func details(of route: RouteDescription) -> String {
        var sentences = route.access.requirement.map { "Needs `\($0)`." } ?? "Public."
        if let limit = route.limit, !limit.isShadow {
            sentences += " At most \(limit.requestsPerMinute) requests a minute, \(limit.burst) more at once."
        }
        return route.details.map { "\($0)\n\n\(sentences)" } ?? sentences
    }

    private func parameters(_ route: RouteDescription) throws -> [JSONValue] {
        var parameters = route.parameters
        for name in route.pathParameterNames.reversed() where !parameters.contains(where: { $0.location == .path && $0.name == name }) {
            parameters.insert(.init(name, in: .path, schema: name == route.restParameterName ? .pathRest : nil), at: 0)
        }
        var values = try parameters.map { parameter -> JSONValue in
            var object: JSONObject = ["name": .string(parameter.name), "in": .string(parameter.location.rawValue)]
            let isRest = parameter.location == .path && parameter.name == route.restParameterName
            let sentences = [parameter.description, isRest ? RouteDescription.Parameter.restDescription : ""].filter { !$0.isEmpty }
            if !sentences.isEmpty { object["description"] = .string(sentences.joined(separator: " ")) }
            if parameter.isRequired { object["required"] = true }
            object["schema"] = .object(try self.probe.resolve(parameter.schema, at: "\(route.method) \(route.path) \(parameter.name)"))
            if isRest { object[RouteDescription.Parameter.restMember] = true }
            return .object(object)
        }
        if self.info.tenantHeader != nil, route.access.requirement != nil {
            values.append(["$ref": "#/components/parameters/Tenant"])
        }
        return values
    }

    private func content(_ body: RouteDescription.Body, at place: String) throws -> JSONValue {
        .object(JSONObject(members: [.init(body.contentType, ["schema": .object(try self.probe.resolve(body.schema, at: place))])]))
    }

    private func responses(_ route: RouteDescription) throws -> JSONObject {
        let showsLimit = self.info.showsLimits && (route.limit != nil || self.info.limitsAddresses)
        var success: JSONObject = [
            "description": .string(route.response.description),
            "headers": ResponseHeader.references([.requestID] + (showsLimit ? ResponseHeader.rateLimits : [])),
        ]
        if let body = route.response.body {
            success["content"] = try self.content(body, at: "\(route.method) \(route.path) response")
        }
        var responses = JSONObject()
        responses["\(route.response.status)"] = .object(success)
        let statuses = ProblemResponse.statuses(of: route, in: self.info)
        for problem in ProblemResponse.all where statuses.contains(problem.status) && problem.status != route.response.status {
            responses["\(problem.status)"] = ["$ref": .string("#/components/responses/\(problem.name)")]
        }
        for status in statuses.sorted() where responses["\(status)"] == nil {
            throw OpenAPIError(route, "\(status) is no error status that the docs know")
        }
        return responses
    }
}

extension OpenAPIBuilder {
    func document() throws -> JSONObject {
        var document: JSONObject = [
            "openapi": "3.1.0", "info": ["title": .string(self.info.title), "version": .string(self.info.version)],
        ]
        if !self.info.description.isEmpty {
            document["info"] = [
                "title": .string(self.info.title), "version": .string(self.info.version), "description": .string(self.info.description),
            ]
        }
        if !self.info.servers.isEmpty { document["servers"] = .array(self.info.servers.map { ["url": .string($0)] }) }
        if !self.tags.isEmpty { document["tags"] = .array(self.tags.map { ["name": .string($0)] }) }
        document["paths"] = .object(self.paths)
        document["components"] = .object(self.components)
        return document
    }

    private var components: JSONObject {
        var schemas: [JSONObject.Member] = self.probe.components.map { .init($0.key, .object($0.value)) }
        schemas.append(.init("Problem", .object(ProblemResponse.problemSchema)))
        var components: JSONObject = [
            "schemas": .object(JSONObject(members: schemas.sorted { $0.name < $1.name })),
            "responses": .object(
                JSONObject(members: ProblemResponse.all.map { .init($0.name, $0.component(showsLimits: self.info.showsLimits)) })),
            "headers": .object(ResponseHeader.components),
        ]
        if let tenant = self.info.tenantHeader {
            components["parameters"] = [
                "Tenant": [
                    "name": .string(tenant), "in": "header", "schema": ["type": "string"],
                    "description": "The tenant to act for. Without it, the tenant of the token.",
                ]
            ]
        }
        components["securitySchemes"] = .object(self.security.schemes)
        return components
    }

    private static func `extension`(for requirement: Requirement) -> JSONValue {
        let leaves = requirement.rule.leaves
        return [
            "rule": .string(requirement.description),
            "roles": .array(leaves.roles.map(JSONValue.string)),
            "permissions": .array(leaves.permissions.map(JSONValue.string)),
        ]
    }

    private static func `extension`(for limit: RouteDescription.Limit) -> JSONValue {
        var object: JSONObject = [
            "rule": .string(limit.rule),
            "requests_per_minute": .integer(Int64(limit.requestsPerMinute)),
            "burst_size": .integer(Int64(limit.burst)),
        ]
        if limit.isShadow { object["shadow"] = true }
        return .object(object)
    }
}
