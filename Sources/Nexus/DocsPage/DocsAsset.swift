/// One document of the docs, ready to be sent.
package struct DocsAsset: Sendable {
    /// The media type.
    package let contentType: String
    /// The body.
    package let bytes: [UInt8]
    /// The entity tag, quoted (RFC 9110 §8.8.3).
    package let entityTag: String
    /// Header fields besides `Content-Type`, `Content-Length` and `ETag`.
    package let headers: [(name: String, value: String)]

    init(
        _ contentType: String, _ bytes: [UInt8], isImmutable: Bool = false,
        contentSecurityPolicy: String = "default-src 'none'; frame-ancestors 'none'"
    ) {
        self.contentType = contentType
        self.bytes = bytes
        self.entityTag = "\"\(ContentHash(of: bytes).hexadecimal.prefix(32))\""
        self.headers = [
            ("Cache-Control", isImmutable ? "public, max-age=31536000, immutable" : "no-cache"),
            ("Content-Security-Policy", contentSecurityPolicy),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
        ]
    }

    /// Whether the client already has these bytes: answer 304 then (RFC 9110 §13.1.2).
    /// - Parameter ifNoneMatch: The value of `If-None-Match`.
    package func isKnown(to ifNoneMatch: String) -> Bool {
        ifNoneMatch.split(separator: ",").contains { candidate in
            let tag = candidate.drop { $0 == " " || $0 == "\t" }
            let strong = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            let end = strong.lastIndex { $0 != " " && $0 != "\t" }
            guard let end else { return false }
            return strong[...end] == "*" || strong[...end] == self.entityTag
        }
    }
}
