import NexusAuth
import NexusCore

/// The clock, the secret and the tokens of one test of the specification.
struct TestTime: Sendable {
    let clock = ManualTime()

    var source: TimeSource { .manual(self.clock) }

    /// Makes a token that ``SpecificationEnvironment/secret`` signs.
    func token(
        _ subject: String = "u1", roles: [String] = [], tenant: String? = nil, lifetime: Int64? = 300,
        secret: String = SpecificationEnvironment.secret
    ) throws -> String {
        let now = self.clock.now.unixSeconds
        var claims: JSONObject = ["sub": .string(subject), "iat": .integer(now)]
        if let lifetime { claims["exp"] = .integer(now + lifetime) }
        if !roles.isEmpty { claims["roles"] = .array(roles.map { .string($0) }) }
        if let tenant { claims["tenant_id"] = .string(tenant) }
        return try TokenSigner(try SigningKey(secret: Array(secret.utf8)), algorithm: .hs256).sign(claims)
    }
}
