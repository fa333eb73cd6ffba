internal import NexusCore

/// An error answer: every one of a status has the same body and the same headers.
struct ProblemResponse {
    let status: Int
    let name: String
    let text: String
    let codes: [ErrorCode]
    let headers: [ResponseHeader]

    private init(_ status: Int, _ name: String, _ text: String, _ codes: [ErrorCode], _ headers: [ResponseHeader] = []) {
        self.status = status
        self.name = name
        self.text = text
        self.codes = codes
        self.headers = headers
    }

    static let all = [
        ProblemResponse(400, "BadRequest", "The request cannot be understood.", [.badRequest, .invalidBody]),
        ProblemResponse(
            401, "Unauthorized", "No token, or one that is not acceptable.",
            [.missingToken, .tokenExpired, .invalidToken, .invalidCredentials], [.challenge]),
        ProblemResponse(
            403, "Forbidden", "The identity may not do this.", [.forbidden, .tenantRequired, .tenantForbidden], [.challenge]),
        ProblemResponse(404, "NotFound", "There is no such resource.", [.notFound]),
        ProblemResponse(405, "MethodNotAllowed", "The path exists, the method does not.", [.methodNotAllowed], [.allow]),
        ProblemResponse(408, "RequestTimeout", "The request did not arrive in time.", [.requestTimeout]),
        ProblemResponse(413, "ContentTooLarge", "The body is larger than the limit.", [.payloadTooLarge]),
        ProblemResponse(
            415, "UnsupportedMediaType", "The body is of a type that this route does not read.", [.unsupportedMediaType]),
        ProblemResponse(422, "UnprocessableContent", "The body is well-formed and has the wrong shape.", [.unprocessable]),
        ProblemResponse(429, "TooManyRequests", "The caller has used up its limit.", [.rateLimited], [.retryAfter]),
        ProblemResponse(500, "InternalServerError", "The server failed to answer.", [.internalError]),
        ProblemResponse(
            503, "ServiceUnavailable", "Something that the answer depends on is away.", [.unavailable, .handlerTimeout], [.retryAfter]),
    ]

    /// The statuses that a route may answer with, from what it asks for and reads.
    static func statuses(of route: RouteDescription, in info: OpenAPIInfo) -> Set<Int> {
        var statuses = route.errorStatuses.union([500])
        let isLimited = route.limit?.isShadow == false || info.limitsAddresses
        if !route.pathParameterNames.isEmpty { statuses.formUnion([400, 404]) }
        if !route.parameters.isEmpty { statuses.insert(400) }
        if route.request != nil { statuses.formUnion([400, 408, 413, 415, 422]) }
        if isLimited { statuses.formUnion([429, 503]) }
        if let requirement = route.access.requirement {
            statuses.formUnion([401, 503])
            if info.limitsFailedTokens { statuses.insert(429) }
            if requirement.rule.mayRefuse || info.tenantHeader != nil { statuses.insert(403) }
        }
        return statuses
    }

    func component(showsLimits: Bool) -> JSONValue {
        [
            "description": .string("\(self.text) `error` is \(self.codes.map { "`\($0)`" }.joined(separator: ", "))."),
            "headers": ResponseHeader.references([.requestID] + self.headers + (showsLimits ? ResponseHeader.rateLimits : [])),
            "content": ["application/problem+json": ["schema": .object(.reference(to: "Problem")), "example": self.example]],
        ]
    }

    private var example: JSONValue {
        [
            "type": "about:blank", "title": .string(self.title), "status": .integer(Int64(self.status)), "detail": .string(self.text),
            "error": .string(self.codes.first?.rawValue ?? ""), "request_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        ]
    }

    /// The component's name as words: the status's phrase (RFC 9110 §15).
    private var title: String {
        self.name.reduce(into: "") { words, letter in
            if letter.isUppercase, !words.isEmpty { words.append(" ") }
            words.append(letter)
        }
    }

    /// The one body of every error (RFC 9457 §3).
    static let problemSchema: JSONObject = [
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "properties": [
            "type": [
                "type": "string", "format": "uri-reference",
                "description": "Names the kind of problem; `about:blank` adds nothing to the status.",
            ],
            "title": ["type": "string", "description": "The kind of problem in a few words."],
            "status": ["type": "integer", "minimum": 400, "maximum": 599],
            "detail": ["type": "string", "description": "One sentence for a person."],
            "error": ["type": "string", "description": "The stable name of the error, for programs."],
            "request_id": ["type": "string", "description": "The answer's `X-Request-ID`."],
            "field": ["type": "string", "description": "Where in the body the problem is, for 422."],
        ],
        "required": ["type", "title", "status", "detail", "error", "request_id"],
    ]
}
