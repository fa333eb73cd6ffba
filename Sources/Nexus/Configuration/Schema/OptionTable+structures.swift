import NexusAuth
import NexusCore

extension OptionTable<Role> {
    /// The keys of a role.
    static var role: Self {
        OptionTable([
            .init("permissions", \.permissions, .list, "Permission patterns: `*`, `verb:*`, `*:resource`, or exact."),
            .init("inherits", \.inherits, .list, "Roles it contains."),
            .init("deny", \.deny, .list, "Permission patterns it takes away, whatever grants them."),
            .init("description", optional: \.description, .string, "For people who read `nexus check`."),
        ])
    }
}

extension OptionTable<RouteLimit> {
    /// The keys of a route's limit.
    static var routeLimit: Self {
        OptionTable([
            .init(
                "requests_per_minute", \.requestsPerMinute, .integer(1...LimitRule.maximum), "Requests a minute in the long run; required."),
            .init("burst_size", \.burstSize, .integer(0...LimitRule.maximum), "Requests that may come at once on top."),
            .init("shadow", \.shadow, .boolean, "Decide and record, but let pass."),
            .init("fail_open", optional: \.failOpen, .failurePolicy, "When Redis is away; the general policy unless given."),
        ])
    }
}

extension OptionTable<TrustedIssuer> {
    /// The keys of an issuer.
    static var issuer: Self {
        let options: [ConfigurationOption<TrustedIssuer>] = [
            .init("issuer", \.issuer, .acceptedValues, "The `iss` of its tokens; required."),
            .init("algorithms", \.algorithms, .algorithms, "The algorithms its keys may be used with."),
            .init("secret", optional: \.secret, .secret, "A shared secret of at least 32 bytes."),
            .init("public_key", optional: \.publicKey, .secret, "A public key in PEM."),
            .init("jwks_url", optional: \.jwksURL, .string, "The address of its key set."),
            .init("discovery", \.discovery, .boolean, "Find the key set through the issuer's metadata."),
            .init("audience", optional: \.audience, .acceptedValues, "The `aud` values that tokens must carry one of."),
        ]
        return OptionTable(options + OptionTable<ClaimMapping>.claims.lifted(\.claims, below: "claims"))
    }
}

extension OptionTable<ClaimMapping> {
    /// The keys of a claim mapping.
    static var claims: Self {
        OptionTable([
            .init("user_id", \.userID, .string, "The claim that names the user; names joined by dots lead into nested objects."),
            .init("roles", \.roles, .string, "The claim with the roles."),
            .init("permissions", \.permissions, .string, "The claim with the permissions."),
            .init("tenant", optional: \.tenant, .string, "The claim that names the tenant; `tenant_isolation.jwt_claim` unless given."),
            .init("email", \.email, .string, "The claim with the e-mail address."),
        ])
    }
}
