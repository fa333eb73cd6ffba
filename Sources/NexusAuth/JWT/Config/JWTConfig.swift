public import NexusCore

/// How tokens are found, verified and read.
///
/// ```swift
/// JWTConfig(secret: .environment("JWT_SECRET"))
/// JWTConfig(
///     algorithm: .rs256, jwksURL: "https://example.auth0.com/.well-known/jwks.json",
///     issuer: "https://example.auth0.com/", audience: "your-api")
/// ```
///
/// Nothing is read or checked before the configuration is compiled; what is wrong is then a ``JWTConfigError``.
public struct JWTConfig: Sendable {
    /// A shared secret for HS256, HS384 and HS512, at least 32 bytes.
    public var secret: Secret?
    /// The one algorithm that tokens may use.
    public var algorithm: JWTAlgorithm
    /// Several algorithms that tokens may use; replaces ``algorithm`` when not empty.
    public var algorithms: [JWTAlgorithm]
    /// A public key in PEM: the text, `${NAME}` or `file:PATH`.
    public var publicKey: Secret?
    /// The address of a key set: https, or http on a loopback address.
    public var jwksURL: String?
    /// How long a fetched key set counts as fresh.
    public var jwksCacheTTL: Duration
    /// How long a key set that has outlived its freshness still serves while its provider is away.
    public var jwksStaleLimit: Duration
    /// A file of certificates in PEM that are trusted, besides the system's, where key sets are fetched.
    public var jwksCAFile: String?
    /// Find the key set through the issuer's `/.well-known/openid-configuration`.
    public var discovery: Bool
    /// The `iss` values that tokens must carry one of; any when nil.
    public var issuer: AcceptedValues?
    /// The `aud` values that tokens must carry one of; any when nil.
    public var audience: AcceptedValues?
    /// How far the clocks of issuer and server may be apart, in whole seconds.
    public var leeway: Duration
    /// Whether `exp` is required and judged.
    public var verifyExp: Bool
    /// Paths that need no token: route templates, or a prefix with `/*`.
    public var exemptPaths: [String]
    /// The header field that carries the token; in `Authorization` after the scheme `Bearer`, in any other with or without it.
    public var tokenHeader: String
    /// The cookie that may carry the token; none when nil.
    public var tokenCookie: String?
    /// The query parameter that may carry the token; none when nil. It ends up in histories: off by default.
    public var tokenQueryParam: String?
    /// How long after `iat` a token is accepted, whatever its `exp`; not judged when nil.
    public var maxTokenAge: Duration?
    /// Which claims say what.
    public var claims: ClaimMapping
    /// The media types (`typ`) accepted, without `application/`; a token without `typ` counts as `JWT`.
    public var acceptedTypes: [String]
    /// Further issuers, each with keys of its own.
    public var issuers: [TrustedIssuer]
    /// Bounds on what tokens may cost.
    public var limits: Limits

    /// Creates a configuration.
    /// - Parameters:
    ///   - secret: A shared secret for HS256, HS384 and HS512, at least 32 bytes.
    ///   - algorithm: The one algorithm that tokens may use.
    ///   - algorithms: Several algorithms that tokens may use; replaces `algorithm` when not empty.
    ///   - publicKey: A public key in PEM.
    ///   - jwksURL: The address of a key set: https, or http on a loopback address.
    ///   - jwksCacheTTL: How long a fetched key set counts as fresh.
    ///   - jwksStaleLimit: How long a key set that has outlived its freshness still serves while its provider is away.
    ///   - jwksCAFile: A file of certificates in PEM that are trusted, besides the system's, where key sets are fetched.
    ///   - discovery: Find the key set through the issuer's `/.well-known/openid-configuration`.
    ///   - issuer: The `iss` values that tokens must carry one of; any when nil.
    ///   - audience: The `aud` values that tokens must carry one of; any when nil.
    ///   - leeway: How far the clocks of issuer and server may be apart, in whole seconds.
    ///   - verifyExp: Whether `exp` is required and judged.
    ///   - exemptPaths: Paths that need no token: route templates, or a prefix with `/*`.
    ///   - tokenHeader: The header field that carries the token.
    ///   - tokenCookie: The cookie that may carry the token; none when nil.
    ///   - tokenQueryParam: The query parameter that may carry the token; none when nil.
    ///   - maxTokenAge: How long after `iat` a token is accepted; not judged when nil.
    ///   - claims: Which claims say what.
    ///   - acceptedTypes: The media types (`typ`) accepted, without `application/`; a token without `typ` counts as `JWT`.
    ///   - issuers: Further issuers, each with keys of its own.
    ///   - limits: Bounds on what tokens may cost.
    public init(
        secret: Secret? = nil,
        algorithm: JWTAlgorithm = .hs256,
        algorithms: [JWTAlgorithm] = [],
        publicKey: Secret? = nil,
        jwksURL: String? = nil,
        jwksCacheTTL: Duration = .seconds(3600),
        jwksStaleLimit: Duration = .seconds(24 * 3600),
        jwksCAFile: String? = nil,
        discovery: Bool = false,
        issuer: AcceptedValues? = nil,
        audience: AcceptedValues? = nil,
        leeway: Duration = .zero,
        verifyExp: Bool = true,
        exemptPaths: [String] = [],
        tokenHeader: String = "Authorization",
        tokenCookie: String? = nil,
        tokenQueryParam: String? = nil,
        maxTokenAge: Duration? = nil,
        claims: ClaimMapping = ClaimMapping(),
        acceptedTypes: [String] = ["JWT", "at+jwt"],
        issuers: [TrustedIssuer] = [],
        limits: Limits = Limits()
    ) {
        self.secret = secret
        self.algorithm = algorithm
        self.algorithms = algorithms
        self.publicKey = publicKey
        self.jwksURL = jwksURL
        self.jwksCacheTTL = jwksCacheTTL
        self.jwksStaleLimit = jwksStaleLimit
        self.jwksCAFile = jwksCAFile
        self.discovery = discovery
        self.issuer = issuer
        self.audience = audience
        self.leeway = leeway
        self.verifyExp = verifyExp
        self.exemptPaths = exemptPaths
        self.tokenHeader = tokenHeader
        self.tokenCookie = tokenCookie
        self.tokenQueryParam = tokenQueryParam
        self.maxTokenAge = maxTokenAge
        self.claims = claims
        self.acceptedTypes = acceptedTypes
        self.issuers = issuers
        self.limits = limits
    }
}
