/// What tokens are judged by: the compiled configuration.
package struct VerificationPolicy: Sendable {
    /// What the tokens of one issuer are judged by.
    package final class Issuer: Sendable {
        /// The `iss` values that choose this issuer; any when nil.
        package let names: AcceptedValues?
        /// The `aud` values of which a token needs one; any when nil.
        package let audience: AcceptedValues?
        /// The allow-list.
        package let algorithms: AlgorithmSet
        /// Where the keys come from.
        package let keys: KeySource
        let claims: ClaimReader

        init(names: AcceptedValues?, audience: AcceptedValues?, algorithms: AlgorithmSet, keys: KeySource, claims: ClaimReader) {
            self.names = names
            self.audience = audience
            self.algorithms = algorithms
            self.keys = keys
            self.claims = claims
        }
    }

    /// The issuers; at least one.
    package let issuers: [Issuer]
    let timeRules: TimeRules
    let acceptedTypes: AcceptedValues
    let limits: JWTConfig.Limits

    /// The algorithms that any issuer allows: what is not among them is refused before a claim is read.
    let algorithms: AlgorithmSet

    init(issuers: [Issuer], timeRules: TimeRules, acceptedTypes: AcceptedValues, limits: JWTConfig.Limits) {
        self.issuers = issuers
        self.timeRules = timeRules
        self.acceptedTypes = acceptedTypes
        self.limits = limits
        self.algorithms = issuers.reduce([]) { $0.union($1.algorithms) }
    }

    /// The place of the issuer that a token's `iss` chooses.
    func issuerIndex(for name: String?) -> Int? {
        self.issuers.firstIndex { issuer in
            guard let names = issuer.names else { return true }
            return name.map(names.contains) ?? false
        }
    }
}
