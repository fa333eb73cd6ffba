/// Header fields that keep browsers from doing harm with an answer of an API.
///
/// Source: OWASP REST Security Cheat Sheet, "Security headers"; RFC 6797 for HSTS, which is sent over TLS alone (§7.2).
public struct SecurityHeaders: Sendable, Hashable {
    /// `Content-Security-Policy` of answers that do not bring their own.
    public var contentSecurityPolicy: String
    /// `Referrer-Policy`.
    public var referrerPolicy: String
    /// `Strict-Transport-Security` over TLS; nothing to leave it out.
    public var strictTransportSecurity: String?

    /// Creates the fields.
    /// - Parameters:
    ///   - contentSecurityPolicy: `Content-Security-Policy` of answers that do not bring their own.
    ///   - referrerPolicy: `Referrer-Policy`.
    ///   - strictTransportSecurity: `Strict-Transport-Security` over TLS.
    public init(
        contentSecurityPolicy: String = "default-src 'none'; frame-ancestors 'none'",
        referrerPolicy: String = "no-referrer",
        strictTransportSecurity: String? = "max-age=31536000; includeSubDomains"
    ) {
        self.contentSecurityPolicy = contentSecurityPolicy
        self.referrerPolicy = referrerPolicy
        self.strictTransportSecurity = strictTransportSecurity
    }

    /// The fields of every answer that does not bring its own.
    /// - Parameter isTLS: Whether the connection is encrypted.
    func block(isTLS: Bool) -> HeaderBlock {
        let always = [("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", self.referrerPolicy)]
        let transport = isTLS ? self.strictTransportSecurity.map { [("Strict-Transport-Security", $0)] } ?? [] : []
        return HeaderBlock(always + transport + [("Content-Security-Policy", self.contentSecurityPolicy)])
    }
}
