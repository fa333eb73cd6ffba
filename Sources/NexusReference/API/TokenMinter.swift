package import NexusAuth
package import NexusCore

/// Makes access tokens that the app's own verifier accepts.
package struct TokenMinter: Sendable {
    private let signer: TokenSigner
    private let issuer: String?
    private let audience: String?
    private let mapping: ClaimMapping
    private let time: TimeSource

    /// Creates a minter from the configuration that verifies.
    /// - Throws: ``MinterError`` where tokens come from elsewhere: there is no secret to sign with.
    package init(_ config: JWTConfig, tenantClaim: String?, time: TimeSource = .system) throws {
        guard let secret = config.secret else {
            throw MinterError("tokens are signed elsewhere: only a configuration with jwt.secret can make them")
        }
        let algorithm = config.algorithms.first ?? config.algorithm
        self.signer = TokenSigner(try SigningKey(secret: try secret.resolve()), algorithm: algorithm)
        self.issuer = config.issuer?.values.first
        self.audience = config.audience?.values.first
        self.mapping = try config.readingTenant(from: tenantClaim).claims
        self.time = time
    }

    /// Makes a token.
    /// - Parameters:
    ///   - lifetime: How long it is valid, in seconds.
    package func mint(
        subject: String, roles: [String], permissions: [String] = [], tenant: String?, lifetime: Int64
    ) throws -> String {
        let now = self.time.now().unixSeconds
        var claims: JSONObject = [:]
        claims[self.mapping.userID] = .string(subject)
        if !roles.isEmpty { claims[self.mapping.roles] = .array(roles.map { .string($0) }) }
        if !permissions.isEmpty { claims[self.mapping.permissions] = .array(permissions.map { .string($0) }) }
        if let tenant { claims[self.mapping.tenantPath] = .string(tenant) }
        if let issuer { claims["iss"] = .string(issuer) }
        if let audience { claims["aud"] = .string(audience) }
        claims["iat"] = .integer(now)
        claims["exp"] = .integer(now + lifetime)
        claims["jti"] = .string(RequestID.generate().rawValue)
        return try self.signer.sign(claims)
    }
}

/// Why no token can be made.
package struct MinterError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
