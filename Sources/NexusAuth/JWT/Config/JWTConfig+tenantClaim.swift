extension JWTConfig {
    /// The configuration with the claim that `tenant_isolation.jwt_claim` names, wherever `claims.tenant` names none.
    /// - Parameters:
    ///   - claim: The claim; nil where tenants are not isolated.
    ///   - isGiven: Whether somebody wrote it, also where it is the default.
    /// - Throws: ``JWTConfigError`` when every issuer names another claim: then `jwt_claim` would do nothing.
    package func readingTenant(from claim: String?, isGiven: Bool = false) throws(JWTConfigError) -> JWTConfig {
        guard let claim else { return self }
        var config = self
        var others: [(option: String, claim: String)] = []
        var isRead = false
        func settle(_ mapping: inout ClaimMapping, _ option: String) {
            let tenant = mapping.tenant ?? claim
            mapping.tenant = tenant
            if tenant == claim { isRead = true } else { others.append((option, tenant)) }
        }
        if self.hasOwnIssuer { settle(&config.claims, "jwt.claims.tenant") }
        for index in config.issuers.indices { settle(&config.issuers[index].claims, "jwt.issuers[\(index)].claims.tenant") }
        if let other = others.first, !isRead, isGiven || claim != ClaimMapping.standardTenant {
            throw JWTConfigError(other.option, "is '\(other.claim)', but tenant_isolation.jwt_claim is '\(claim)'; give one of them")
        }
        return config
    }
}
