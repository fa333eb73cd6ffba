package import NexusCore

/// Verifies access tokens (RFC 7519, RFC 8725) in two steps, so that a limit on failed tokens can stand between them.
///
/// ``begin(_:now:)`` looks the token up, checks its form, algorithm, issuer, audience, times and key name, and touches no cryptography;
/// ``finish(_:now:)`` checks the signature and reads the identity. Both are synchronous and share nothing but the cache.
/// The expiry is judged last: only the bearer of a genuine token learns that it has expired.
package final class TokenVerifier: Sendable {
    /// Compiles what an identity may do. Runs once for a token, not once for a request.
    package typealias PrincipalResolver = @Sendable (Identity) -> Principal

    /// What tokens are judged by.
    package let policy: VerificationPolicy
    private let cache: VerifiedTokenCache
    private let knownHeaders = KnownHeaders()
    private let resolvePrincipal: PrincipalResolver

    /// Creates a verifier with an empty cache: a new configuration inherits no verdict of an old one.
    package init(policy: VerificationPolicy, resolvePrincipal: @escaping PrincipalResolver) {
        self.policy = policy
        self.cache = VerifiedTokenCache(maximumEntries: policy.limits.cachedTokens, maximumBytes: policy.limits.cachedBytes)
        self.resolvePrincipal = resolvePrincipal
    }

    /// Figures of the verified-token cache.
    package var cacheStatistics: VerifiedTokenCache.Statistics { self.cache.statistics }

    /// Does every check that costs no cryptography.
    package func begin(_ token: String, now: Moment) -> TokenCheck {
        self.begin(token[...], now: now)
    }

    /// Does every check that costs no cryptography, for a piece of what a request brought. It is not kept: who remembers a token copies it.
    func begin(_ token: Substring, now: Moment) -> TokenCheck {
        let hash = TokenHash(token)
        if let known = self.cache.find(token, hash) {
            if let check = self.recheck(known, now: now) { return check }
            self.cache.remove(token)
        }
        do throws(TokenFailure) {
            return try self.inspect(token, hash, now: now)
        } catch {
            return .failed(error)
        }
    }

    /// Checks the signature, then the expiry, then reads the identity, and remembers the token.
    package func finish(_ pending: PendingSignature, now: Moment) -> Result<VerifiedToken, TokenFailure> {
        do throws(TokenFailure) {
            return .success(try self.verify(pending, now: now))
        } catch {
            return .failure(error)
        }
    }

    /// Judges a remembered token again: its key must still be current, and its time must not be over.
    /// - Returns: The verdict, or nothing when the key is gone and the token has to be looked at anew.
    private func recheck(_ token: VerifiedToken, now: Moment) -> TokenCheck? {
        if case .remote(let keys) = self.policy.issuers[token.issuerIndex].keys {
            guard let snapshot = keys.snapshot(now: now) else { return .keysUnavailable(keys) }
            guard token.isBacked(by: snapshot.ring, generation: snapshot.generation) else { return nil }
        }
        do throws(TokenFailure) {
            try self.policy.timeRules.checkStart(token.times, at: now.unixSeconds)
            try self.policy.timeRules.checkExpiry(token.times, at: now.unixSeconds)
            return .verified(token)
        } catch {
            return .failed(error)
        }
    }

    private func inspect(_ token: Substring, _ hash: TokenHash?, now: Moment) throws(TokenFailure) -> TokenCheck {
        let jws = try CompactJWS(token, maximumSize: self.policy.limits.maximumTokenSize, known: self.knownHeaders)
        let algorithm = jws.header.algorithm
        guard self.policy.algorithms.contains(algorithm) else { throw Self.algorithmNotAllowed }
        guard self.policy.acceptedTypes.contains(jws.header.type) else { throw TokenFailure(.type, "the header has a foreign typ") }
        let signature = try jws.signature()
        let claims = try jws.claims()
        let index = try self.issuer(of: claims)
        let issuer = self.policy.issuers[index]
        guard issuer.algorithms.contains(algorithm) else { throw Self.algorithmNotAllowed }
        try AudienceRule.check(claims, accepted: issuer.audience)
        let times = try TokenTimes(claims)
        try self.policy.timeRules.checkStart(times, at: now.unixSeconds)

        let ring: KeyRing
        var generation: UInt64 = 0
        switch issuer.keys {
        case .fixed(let fixed): ring = fixed
        case .remote(let keys):
            guard let snapshot = keys.snapshot(now: now) else { return .keysUnavailable(keys) }
            if let keyID = jws.header.keyID, !snapshot.ring.contains(keyID: keyID) {
                switch keys.demand(unknownKid: keyID, now: now) {
                case .started, .joined: return .unknownKey(keys, keyID: keyID)
                case .failing: return .unconfirmedKey
                case .refused: break
                }
            }
            ring = snapshot.ring
            generation = snapshot.generation
        }
        let candidates = ring.candidates(keyID: jws.header.keyID, algorithm: algorithm)
        guard !candidates.isEmpty else { throw TokenFailure(.unknownKey, "no key of that name has that algorithm") }
        return .signaturePending(
            PendingSignature(
                hash: hash, jws: jws, signature: signature, claims: claims, times: times, issuerIndex: index,
                candidates: candidates, generation: generation))
    }

    private func issuer(of claims: JSONObject) throws(TokenFailure) -> Int {
        let name: String?
        switch claims["iss"] {
        case nil: name = nil
        case .string(let string): name = string
        default: throw TokenFailure(.badClaim, "iss is not a string")
        }
        guard let index = self.policy.issuerIndex(for: name) else { throw TokenFailure(.issuer, "the issuer is not trusted") }
        return index
    }

    private func verify(_ pending: PendingSignature, now: Moment) throws(TokenFailure) -> VerifiedToken {
        let issuer = self.policy.issuers[pending.issuerIndex]
        guard let key = pending.verifyingKey() else {
            if case .remote(let keys) = issuer.keys, let keyID = pending.jws.header.keyID {
                keys.shouldRefetch(badSignatureOf: keyID, now: now)
            }
            throw TokenFailure(.badSignature, "the signature is wrong")
        }
        try self.policy.timeRules.checkStart(pending.times, at: now.unixSeconds)
        try self.policy.timeRules.checkExpiry(pending.times, at: now.unixSeconds)
        try Self.checkTokenID(in: pending.claims)
        let verified = VerifiedToken(
            principal: self.resolvePrincipal(try issuer.claims.identity(from: pending.claims)),
            issuerIndex: pending.issuerIndex,
            algorithm: pending.jws.header.algorithm,
            keyID: pending.jws.header.keyID,
            thumbprint: key.thumbprint,
            times: pending.times,
            generation: pending.generation
        )
        if !pending.jws.isHeaderKnown { self.knownHeaders.insert(pending.jws.header, as: pending.jws.encodedHeader) }
        self.cache.insert(verified, for: pending.jws.text, pending.hash)
        return verified
    }

    /// A token's name is a string (RFC 7519 §4.1.7).
    private static func checkTokenID(in claims: JSONObject) throws(TokenFailure) {
        guard let name = claims["jti"] else { return }
        guard case .string = name else { throw TokenFailure(.badClaim, "jti is not a string") }
    }

    private static let algorithmNotAllowed = TokenFailure(.algorithmNotAllowed, "the algorithm is not allowed")
}
