import NexusAuth
import NexusCore

extension RouteDescription {
    /// What the docs say about a route as it was declared.
    /// - Parameters:
    ///   - limiter: Knows the rule of each template.
    init(_ registration: RouteRegistration, limiter: Limiter) {
        let metadata = registration.metadata
        let rule = limiter.rule(forTemplate: registration.path, takesCredentials: metadata.isLimitedByAddress).map { limiter.rules[$0] }
        let isLimited = !metadata.isProbe || rule != limiter.rules[limiter.generalRule]
        self.init(
            method: registration.method,
            path: registration.path,
            summary: metadata.summary ?? "",
            tags: metadata.tag.map { [$0] } ?? [],
            access: registration.access,
            limit: rule.flatMap { rule in
                isLimited
                    ? Limit(rule: rule.name, requestsPerMinute: rule.requestsPerMinute, burst: rule.burstSize, isShadow: rule.isShadow)
                    : nil
            },
            parameters: metadata.pathParameters.map { Parameter($0.name, in: .path, schema: $0.schema, description: $0.description) }
                + metadata.queryParameters.map { Parameter($0.name, in: .query, schema: $0.schema, description: $0.description) },
            request: metadata.requestType.map { Body(.type($0)) },
            response: Response(
                status: metadata.successStatus,
                description: StatusPhrase.of(metadata.successStatus),
                body: Self.responseBody(metadata)
            ),
            errorStatuses: metadata.errorStatuses
        )
    }

    private static func responseBody(_ metadata: RouteMetadata) -> Body? {
        if let contentType = metadata.responseContentType { return Body(.string(), contentType: contentType) }
        if let schema = metadata.responseSchema { return Body(schema) }
        guard let type = metadata.responseType else { return nil }
        if type == String.self { return Body(.string(), contentType: "text/plain") }
        return Body(.type(type))
    }
}
