internal import NexusCore

/// One issuer of the configuration with its secrets read and its keys checked, before any key set is fetched.
struct IssuerPlan: Sendable {
    enum Keys: Sendable {
        case configured(KeyRing)
        case published(KeySetLocation)
    }

    /// Where it stands in the configuration, for errors.
    let option: String
    let issuer: AcceptedValues?
    let audience: AcceptedValues?
    let claims: ClaimMapping
    let algorithms: AlgorithmSet
    let keys: Keys

    init(
        option: String,
        material: Material,
        issuer: AcceptedValues?,
        audience: AcceptedValues?,
        claims: ClaimMapping
    ) throws(JWTConfigError) {
        for (name, values) in [("issuer", issuer), ("audience", audience)] {
            guard let values = values?.values else { continue }
            guard !values.isEmpty, !values.contains("") else { throw JWTConfigError("\(option).\(name)", "is empty: no token could pass") }
        }
        for (name, path) in [
            ("user_id", claims.userID), ("roles", claims.roles), ("permissions", claims.permissions), ("tenant", claims.tenantPath),
            ("email", claims.email),
        ] where path.isEmpty { throw JWTConfigError("\(option).claims.\(name)", "is empty") }
        guard !material.algorithms.isEmpty else { throw JWTConfigError("\(option).algorithms", "is empty: no token could pass") }

        self.option = option
        self.issuer = issuer
        self.audience = audience
        self.claims = claims
        self.algorithms = AlgorithmSet(material.algorithms)
        self.keys = try material.keys(option: option, issuer: issuer)
    }
}
