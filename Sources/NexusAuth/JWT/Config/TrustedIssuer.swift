public import NexusCore

/// One of several issuers, with keys, algorithms, audience and claims of its own.
public struct TrustedIssuer: Sendable {
    /// The `iss` of its tokens; it alone chooses the keys, before any network.
    public var issuer: AcceptedValues
    /// The algorithms its keys may be used with.
    public var algorithms: [JWTAlgorithm]
    /// A shared secret for HS256, HS384 and HS512, at least 32 bytes.
    public var secret: Secret?
    /// A public key in PEM.
    public var publicKey: Secret?
    /// The address of its key set: https, or http on a loopback address.
    public var jwksURL: String?
    /// Find the key set through the issuer's `/.well-known/openid-configuration`.
    public var discovery: Bool
    /// The `aud` values that tokens must carry one of; any when nil.
    public var audience: AcceptedValues?
    /// Which claims say what.
    public var claims: ClaimMapping

    /// Creates an issuer.
    /// - Parameters:
    ///   - issuer: The `iss` of its tokens.
    ///   - algorithms: The algorithms its keys may be used with.
    ///   - secret: A shared secret, at least 32 bytes.
    ///   - publicKey: A public key in PEM.
    ///   - jwksURL: The address of its key set.
    ///   - discovery: Find the key set through the issuer's `/.well-known/openid-configuration`.
    ///   - audience: The `aud` values that tokens must carry one of; any when nil.
    ///   - claims: Which claims say what.
    public init(
        issuer: AcceptedValues,
        algorithms: [JWTAlgorithm] = [.rs256],
        secret: Secret? = nil,
        publicKey: Secret? = nil,
        jwksURL: String? = nil,
        discovery: Bool = false,
        audience: AcceptedValues? = nil,
        claims: ClaimMapping = ClaimMapping()
    ) {
        self.issuer = issuer
        self.algorithms = algorithms
        self.secret = secret
        self.publicKey = publicKey
        self.jwksURL = jwksURL
        self.discovery = discovery
        self.audience = audience
        self.claims = claims
    }
}
