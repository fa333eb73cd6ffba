import HTTPTypes

/// Fields of answers that the server writes. A handler's are dropped: they would frame the message anew, or stand there twice.
enum OwnedFields {
    private static let names: Set<HTTPField.Name> = Set(
        [
            "Connection", "Content-Length", "Content-Type", "Date", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding",
            "Upgrade", "Vary", "X-Request-ID",
            "RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset",
            "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods",
            "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Max-Age",
        ].compactMap { HTTPField.Name($0) })

    /// Whether the server writes this field, if anybody does.
    static func contains(_ name: HTTPField.Name) -> Bool {
        self.names.contains(name)
    }
}
