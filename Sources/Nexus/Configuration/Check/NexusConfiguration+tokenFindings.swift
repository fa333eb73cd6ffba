import NexusAuth
import NexusCore

extension NexusConfiguration {
    func findAboutTokens(_ list: inout FindingList) {
        guard let jwt else { return }
        let algorithms = jwt.algorithms.isEmpty ? [jwt.algorithm] : jwt.algorithms
        if jwt.issuers.isEmpty || jwt.hasOwnKeys {
            self.findAboutKeys("auth.jwt", jwt.secret, algorithms, jwt.issuer, jwt.audience, jwt.jwksURL != nil || jwt.discovery, &list)
        }
        for (index, issuer) in jwt.issuers.enumerated() {
            let isPublished = issuer.jwksURL != nil || issuer.discovery
            self.findAboutKeys(
                "auth.jwt.issuers[\(index)]", issuer.secret, issuer.algorithms, issuer.issuer, issuer.audience, isPublished, &list)
        }
        list.add(self.strict, "auth.jwt.verify_exp", "false accepts tokens for ever, stolen ones too", if: !jwt.verifyExp)
        list.add(.warning, "auth.jwt.leeway", "accepts tokens \(jwt.leeway.written) after their end", if: jwt.leeway > .seconds(300))
        list.add(
            .warning, "auth.jwt.token_query_param", "tokens in addresses end up in logs and histories", if: jwt.tokenQueryParam != nil)
        list.add(
            .notice, "auth.jwt.token_cookie", "browsers send cookies on their own: protect changing routes against cross-site requests",
            if: jwt.tokenCookie != nil)
        let trust = jwt.jwksCacheTTL + jwt.jwksStaleLimit
        list.add(
            .notice, jwt.jwksStaleLimit > jwt.jwksCacheTTL ? "auth.jwt.jwks_stale_limit" : "auth.jwt.jwks_cache_ttl",
            "a revoked key is trusted for up to \(jwt.jwksCacheTTL.written), and for \(trust.written) while its provider is away",
            if: trust > Self.usualKeyTrust)
        self.findAboutPatterns(jwt.exemptPaths, key: "auth.jwt.exempt_paths", what: "a token", in: &list)
    }

    /// How long the defaults trust a key that was revoked while its provider is away.
    private static let usualKeyTrust = Duration.seconds(25 * 3600)

    private func findAboutKeys(
        _ key: String, _ secret: Secret?, _ algorithms: [JWTAlgorithm], _ issuer: AcceptedValues?, _ audience: AcceptedValues?,
        _ isPublished: Bool, _ list: inout FindingList
    ) {
        if let secret {
            self.findAboutSecret(secret, key: "\(key).secret", in: &list)
            self.findAboutLength(of: secret, algorithms, key: "\(key).secret", in: &list)
        }
        list.add(
            .warning, "\(key).audience",
            isPublished
                ? "without an audience, tokens that the issuer made for any other API are accepted"
                : "without an audience, tokens made with the same key for another service are accepted", if: audience == nil)
        list.add(
            .warning, "\(key).issuer", "without an issuer, tokens of every issuer that shares the key set are accepted",
            if: isPublished && issuer == nil)
        list.add(
            .warning, "\(key).algorithms", "shared secrets and public keys are mixed for one issuer; use two entries of jwt.issuers",
            if: algorithms.contains(where: \.isSymmetric) && algorithms.contains { !$0.isSymmetric })
    }

    /// A secret that is shorter than the hash of an algorithm (RFC 7518 §3.2).
    private func findAboutLength(of secret: Secret, _ algorithms: [JWTAlgorithm], key: String, in list: inout FindingList) {
        guard let count = try? secret.resolve().count, count >= VerificationKey.minimumSecretLength else { return }
        for (algorithm, minimum) in [(JWTAlgorithm.hs384, 48), (.hs512, 64)] where algorithms.contains(algorithm) {
            list.add(
                .warning, key, "has \(count) bytes; \(algorithm.name) needs at least \(minimum) (RFC 7518 section 3.2)", if: count < minimum
            )
        }
    }

    /// A secret that can be read here and is weak. One that cannot be read is for ``validate()`` to report.
    func findAboutSecret(_ secret: Secret, key: String, in list: inout FindingList) {
        guard let bytes = try? secret.resolve() else { return }
        guard bytes.count >= 32 else {
            list.add(.error, key, "has \(bytes.count) bytes; at least 32 random ones are needed")
            return
        }
        if let weakness = SecretStrength.weakness(of: bytes) {
            list.add(self.strict, key, "\(weakness); make one with: openssl rand -base64 48")
        }
        list.add(
            .notice, key, "stands in the file; a reference (${NAME} or file:PATH) keeps it out of it",
            if: secret.description == "(secret)" && self.origins[String(key.prefix { $0 != "[" })]?.source == .file)
    }
}
