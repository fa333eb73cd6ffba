internal import NexusCore

extension JWTConfig {
    /// The issuers of the configuration, the one at its top level first.
    func plans() throws(JWTConfigError) -> [IssuerPlan] {
        var plans: [IssuerPlan] = []
        if self.issuers.isEmpty || self.hasOwnKeys {
            let algorithms = self.algorithms.isEmpty ? [self.algorithm] : self.algorithms
            plans.append(
                try IssuerPlan(
                    option: "jwt",
                    material: .init(
                        secret: self.secret, publicKey: self.publicKey, jwksURL: self.jwksURL, discovery: self.discovery,
                        algorithms: algorithms),
                    issuer: self.issuer,
                    audience: self.audience,
                    claims: self.claims
                )
            )
        } else {
            guard self.issuer == nil else { throw JWTConfigError("jwt.issuer", "has no effect: only the entries of jwt.issuers have keys") }
            guard self.audience == nil else {
                throw JWTConfigError("jwt.audience", "has no effect: only the entries of jwt.issuers have keys")
            }
        }
        for (index, trusted) in self.issuers.enumerated() {
            plans.append(
                try IssuerPlan(
                    option: "jwt.issuers[\(index)]",
                    material: .init(
                        secret: trusted.secret, publicKey: trusted.publicKey, jwksURL: trusted.jwksURL, discovery: trusted.discovery,
                        algorithms: trusted.algorithms),
                    issuer: trusted.issuer,
                    audience: trusted.audience,
                    claims: trusted.claims
                )
            )
        }
        try Self.checkNames(plans)
        return plans
    }

    /// Whether there are keys beside those of `issuers`.
    package var hasOwnKeys: Bool {
        self.secret != nil || self.publicKey != nil || self.jwksURL != nil || self.discovery
    }

    /// With several issuers, `iss` must choose exactly one.
    private static func checkNames(_ plans: [IssuerPlan]) throws(JWTConfigError) {
        guard plans.count > 1 else { return }
        var seen: Set<String> = []
        for plan in plans {
            guard let names = plan.issuer?.values else {
                throw JWTConfigError("\(plan.option).issuer", "is needed: with several issuers, iss chooses the keys")
            }
            for name in names where !seen.insert(name).inserted {
                throw JWTConfigError("\(plan.option).issuer", "'\(name)' is there twice")
            }
        }
    }
}
