internal import NexusCore

/// A header field that answers carry.
enum ResponseHeader: String, CaseIterable {
    case requestID = "X-Request-ID"
    case limit = "X-RateLimit-Limit"
    case remaining = "X-RateLimit-Remaining"
    case reset = "X-RateLimit-Reset"
    case rateLimit = "RateLimit"
    case rateLimitPolicy = "RateLimit-Policy"
    case retryAfter = "Retry-After"
    case challenge = "WWW-Authenticate"
    case allow = "Allow"

    static let rateLimits: [ResponseHeader] = [.limit, .remaining, .reset, .rateLimit, .rateLimitPolicy]

    private var text: String {
        switch self {
        case .requestID: "Names the request in logs and audit records: the client's, when it sent a valid one, else a new one."
        case .limit: "Requests that a full bucket holds. Present where a limit applied."
        case .remaining: "Requests that would be admitted right now. Present where a limit applied."
        case .reset: "When the bucket is full again, in seconds since 1970. Present where a limit applied."
        case .rateLimit: "What is left of the limit. Present where a limit applied."
        case .rateLimitPolicy: "The limit. Present where a limit applied."
        case .retryAfter: "Whole seconds after which the next request is admitted (RFC 9110 §10.2.3)."
        case .challenge: "What is asked for (RFC 6750 §3)."
        case .allow: "The methods that exist at the path (RFC 9110 §10.2.1)."
        }
    }

    private var schema: JSONValue {
        switch self {
        case .limit, .remaining, .reset: ["type": "integer", "minimum": 0]
        case .retryAfter: ["type": "integer", "minimum": 1]
        case .requestID, .rateLimit, .rateLimitPolicy, .challenge, .allow: ["type": "string"]
        }
    }

    static var components: JSONObject {
        JSONObject(
            members: Self.allCases.map { header in
                .init(header.rawValue, ["description": .string(header.text), "schema": header.schema])
            })
    }

    static func references(_ headers: [ResponseHeader]) -> JSONValue {
        .object(
            JSONObject(members: headers.map { .init($0.rawValue, ["$ref": .string("#/components/headers/\($0.rawValue)")]) }))
    }
}
