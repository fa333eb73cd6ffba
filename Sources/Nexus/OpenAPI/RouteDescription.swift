package import NexusCore

/// What the docs say about one route.
package struct RouteDescription: Sendable {
    /// The method.
    package let method: HTTPMethod
    /// The template as it was declared: `/articles/{id}`, `/files/{path*}`.
    package let path: String
    /// The name that client generators give the call, where the route gives one; else it is made of method and path (``OperationIDs``).
    package let operationID: String?
    /// One line.
    package let summary: String
    /// More, in Markdown.
    package let details: String?
    /// The groups it is listed under; the first one counts on the built-in page.
    package let tags: [String]
    /// Who may pass.
    package let access: RouteAccess
    /// The route's limit.
    package let limit: Limit?
    /// What it reads from path and query; path parameters that are not listed are strings.
    package let parameters: [Parameter]
    /// The body it reads.
    package let request: Body?
    /// What it answers when all is well.
    package let response: Response
    /// Statuses of errors that the handler itself may answer with, besides those that follow from the rest.
    package let errorStatuses: Set<Int>

    /// Creates a description.
    package init(
        method: HTTPMethod,
        path: String,
        operationID: String? = nil,
        summary: String = "",
        details: String? = nil,
        tags: [String] = [],
        access: RouteAccess,
        limit: Limit? = nil,
        parameters: [Parameter] = [],
        request: Body? = nil,
        response: Response = Response(),
        errorStatuses: Set<Int> = []
    ) {
        self.method = method
        self.path = path
        self.operationID = operationID
        self.summary = summary
        self.details = details
        self.tags = tags
        self.access = access
        self.limit = limit
        self.parameters = parameters
        self.request = request
        self.response = response
        self.errorStatuses = errorStatuses
    }

    /// The names in braces, in order.
    package var pathParameterNames: [String] {
        self.pathKey.split(separator: "/").compactMap { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}") ? String(segment.dropFirst().dropLast()) : nil
        }
    }
}

extension RouteDescription {
    /// The limit of a route.
    package struct Limit: Sendable, Hashable {
        package let rule: String
        package let requestsPerMinute: Int
        package let burst: Int
        /// Whether it only counts, and refuses nobody.
        package let isShadow: Bool

        package init(rule: String, requestsPerMinute: Int, burst: Int, isShadow: Bool = false) {
            self.rule = rule
            self.requestsPerMinute = requestsPerMinute
            self.burst = burst
            self.isShadow = isShadow
        }
    }

    /// A parameter in the path or the query.
    package struct Parameter: Sendable {
        /// Where it stands.
        package enum Location: String, Sendable {
            case path
            case query
        }

        package let name: String
        package let location: Location
        package let schema: Schema
        package let isRequired: Bool
        package let description: String

        /// Creates a parameter; one in the path is always required.
        package init(
            _ name: String, in location: Location, schema: Schema? = nil, isRequired: Bool = false, description: String = ""
        ) {
            self.name = name
            self.location = location
            self.schema = schema ?? (location == .path ? .pathSegment : .string())
            self.isRequired = isRequired || location == .path
            self.description = description
        }
    }

    /// A body.
    package struct Body: Sendable {
        package let contentType: String
        package let schema: Schema

        package init(_ schema: Schema, contentType: String = "application/json") {
            self.schema = schema
            self.contentType = contentType
        }
    }

    /// The answer of a route that does its work.
    package struct Response: Sendable {
        package let status: Int
        package let description: String
        package let body: Body?

        package init(status: Int = 200, description: String = "Done.", body: Body? = nil) {
            self.status = status
            self.description = description
            self.body = body
        }
    }
}

extension Schema {
    /// A segment of a path as the server takes it: no control characters, slashes or percent signs, not `.` and not `..`.
    static let pathSegment = Schema.string(pattern: #"^(?!\.{1,2}$)[^\u0000-\u001f\u007f/\\%]+$"#)

    /// One such segment, or several with slashes between them.
    static let pathRest = Schema.string(
        pattern: #"^(?!\.{1,2}(/|$))[^\u0000-\u001f\u007f/\\%]+(/(?!\.{1,2}(/|$))[^\u0000-\u001f\u007f/\\%]+)*$"#)
}
