extension Redactor {
    /// Names whose value is never kept. A configuration adds to them and takes none away.
    public static let sensitiveNames = [
        "password", "passwd", "passphrase", "pwd", "pass", "secret", "token", "api_key", "authorization", "auth", "cookie",
        "credential", "private_key", "access_key", "signing_key", "encryption_key", "session_id", "session_key", "sid", "jwt",
        "bearer", "assertion", "signature", "credit_card", "card_number", "security_code", "cvv", "cvc", "cvv2", "pin", "otp", "totp",
        "ssn", "social_security", "iban", "account_number", "csrf", "xsrf", "nonce", "code_verifier", "saml",
    ]

    /// Header fields whose value is never kept. A configuration adds to them and takes none away.
    public static let neverLogged = [
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "WWW-Authenticate", "Authentication-Info", "X-API-Key",
        "X-Auth-Token", "X-Session-ID", "X-CSRF-Token", "X-Amz-Security-Token", "X-Goog-IAP-JWT-Assertion",
        "Cf-Access-Jwt-Assertion", "X-Forwarded-Access-Token", "X-Forwarded-Client-Cert", "X-Ms-Token-Aad-Access-Token", "DPoP",
        "Sec-WebSocket-Key", "Sec-WebSocket-Protocol",
    ]
}
