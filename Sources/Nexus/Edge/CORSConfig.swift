/// Which web pages of other origins may call the API (WHATWG Fetch, "CORS protocol").
///
/// ## Configuration keys
/// - `cors_origins` (list, default: none): `https://app.example.com`, `https://*.example.com`, or `*`
/// - `cors_allow_credentials` (bool, default: false): refused together with `*`
/// - `cors_allow_methods` (list, default: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS)
/// - `cors_allow_headers` (list, default: Authorization, Content-Type, X-Request-ID, X-Tenant-ID, traceparent, tracestate)
/// - `cors_expose_headers` (list, default: X-Request-ID, Retry-After, WWW-Authenticate and the rate-limit fields)
/// - `cors_max_age` (seconds, default: 600)
public struct CORSConfig: Sendable, Hashable {
    /// Origins that may call: exact, `https://*.example.com` for its subdomains, or `*`.
    public var origins: [String]
    /// Whether cookies and other credentials may come along.
    public var allowCredentials: Bool
    /// Methods that a preflight allows.
    public var allowMethods: [String]
    /// Header fields that a preflight allows.
    public var allowHeaders: [String]
    /// Header fields that pages may read.
    public var exposeHeaders: [String]
    /// For how many seconds a browser may keep a preflight's answer.
    public var maxAge: Int

    /// Methods that a preflight allows unless configured.
    public static let defaultMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    /// Header fields that a preflight allows unless configured.
    public static let defaultAllowedHeaders = [
        "Authorization", "Content-Type", "X-Request-ID", "X-Tenant-ID", "traceparent", "tracestate",
    ]
    /// Header fields that pages may read unless configured.
    public static let defaultExposedHeaders = [
        "X-Request-ID", "Retry-After", "WWW-Authenticate", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit",
        "RateLimit-Policy",
    ]

    /// Creates a configuration.
    /// - Parameters:
    ///   - origins: Origins that may call; none means that CORS is off.
    ///   - allowCredentials: Whether credentials may come along.
    ///   - allowMethods: Methods that a preflight allows.
    ///   - allowHeaders: Header fields that a preflight allows.
    ///   - exposeHeaders: Header fields that pages may read.
    ///   - maxAge: For how many seconds a browser may keep a preflight's answer.
    public init(
        origins: [String],
        allowCredentials: Bool = false,
        allowMethods: [String] = Self.defaultMethods,
        allowHeaders: [String] = Self.defaultAllowedHeaders,
        exposeHeaders: [String] = Self.defaultExposedHeaders,
        maxAge: Int = 600
    ) {
        self.origins = origins
        self.allowCredentials = allowCredentials
        self.allowMethods = allowMethods
        self.allowHeaders = allowHeaders
        self.exposeHeaders = exposeHeaders
        self.maxAge = maxAge
    }
}
