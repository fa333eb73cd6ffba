internal import NexusCore

extension JWTConfig {
    /// The issuers of the configuration, the one at its top level first.
    func plans() throws(JWTConfigError) -> [IssuerPlan] {
        var plans: [IssuerPlan] = []
        guard self.algorithms.isEmpty || self.algorithm == Self.standardAlgorithm else {
            throw JWTConfigError("jwt.algorithm", "has no effect beside algorithms; give one of them")
        }
        if self.hasOwnIssuer {
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
            for (option, isSet) in [
                ("issuer", self.issuer != nil), ("audience", self.audience != nil), ("algorithm", self.algorithm != Self.standardAlgorithm),
                ("algorithms", !self.algorithms.isEmpty), ("claims", self.claims != ClaimMapping()),
            ] where isSet { throw JWTConfigError("jwt.\(option)", "has no effect: only the entries of jwt.issuers have keys") }
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

    /// Whether the options at the top level are an issuer's.
    package var hasOwnIssuer: Bool { self.issuers.isEmpty || self.hasOwnKeys }

    /// The algorithm where nobody names one.
    private static let standardAlgorithm = JWTAlgorithm.hs256

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
