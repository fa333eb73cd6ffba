internal import NexusCore

/// The ways a token may come in (OpenAPI 3.1, Security Scheme Object).
struct SecuritySchemes {
    let schemes: JSONObject

    init(_ info: OpenAPIInfo) {
        var schemes = JSONObject()
        if info.tokenHeader.lowercased() == "authorization" {
            schemes["bearerAuth"] = [
                "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token (RFC 6750 §2.1).",
            ]
        } else {
            schemes["headerToken"] = Self.apiKey(in: "header", name: info.tokenHeader)
        }
        if let cookie = info.tokenCookie { schemes["cookieToken"] = Self.apiKey(in: "cookie", name: cookie) }
        if let parameter = info.tokenQueryParameter { schemes["queryToken"] = Self.apiKey(in: "query", name: parameter) }
        self.schemes = schemes
    }

    /// Any one of the schemes is enough.
    var requirement: JSONValue {
        .array(self.schemes.members.map { .object(JSONObject(members: [.init($0.name, [])])) })
    }

    private static func apiKey(in location: String, name: String) -> JSONValue {
        ["type": "apiKey", "in": .string(location), "name": .string(name), "description": "An access token (JWT)."]
    }
}
