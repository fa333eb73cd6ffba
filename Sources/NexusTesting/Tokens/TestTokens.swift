import NexusAuth
public import NexusCore

/// Mints tokens that an app with the same secret accepts.
///
/// ```swift
/// let tokens = TestTokens()
/// try app.addPlugin(NexusAuthPlugin(jwt: JWTConfig(secret: tokens.secret)))
/// let alice = try tokens.token(for: "alice", roles: ["admin"], tenant: "acme")
/// ```
public struct TestTokens: Sendable {
    /// The shared secret: to be given to `JWTConfig`.
    public let secret: Secret
    private let bytes: [UInt8]
    private let time: TimeSource

    /// Creates a mint.
    /// - Parameters:
    ///   - secret: The shared secret, at least 32 bytes; only for tests.
    ///   - time: Where the times in the tokens come from.
    public init(secret: String = "a secret of tests, never of a server", time: TimeSource = .system) {
        self.bytes = Array(secret.utf8)
        self.secret = .bytes(self.bytes)
        self.time = time
    }

    /// Mints a token, signed with HS256.
    /// - Parameters:
    ///   - user: The `sub` claim.
    ///   - roles: The `roles` claim; left out when empty.
    ///   - tenant: The `tenant_id` claim.
    ///   - lifetime: How long it is valid; negative for a token that has expired.
    ///   - claims: Further claims; they replace the others.
    /// - Throws: When the secret is too short.
    public func token(
        for user: String,
        roles: [String] = [],
        tenant: String? = nil,
        lifetime: Duration = .seconds(3_600),
        claims: JSONObject = [:]
    ) throws -> String {
        let now = self.time.now().unixSeconds
        var payload: JSONObject = ["sub": .string(user), "iat": .integer(now), "exp": .integer(now + lifetime.components.seconds)]
        if !roles.isEmpty { payload["roles"] = .array(roles.map { .string($0) }) }
        if let tenant { payload["tenant_id"] = .string(tenant) }
        for member in claims.members { payload[member.name] = member.value }
        return try TokenSigner(SigningKey(secret: self.bytes), algorithm: .hs256).sign(payload)
    }
}
