import NexusCore
import Testing

@testable import NexusAuth

@Suite("Token verifier")
struct TokenVerifierTests {
    @Test("every algorithm verifies what its key signed, and remembers it", arguments: JWTAlgorithm.all)
    func algorithms(algorithm: JWTAlgorithm) throws {
        let verifier = try JWTFixture.verifier(algorithm)
        let token = try JWTFixture.signer(algorithm).sign(JWTFixture.claims)
        let verified = try verifier.verify(token).get()
        #expect(verified.principal.identity.userID == "u1")
        #expect(verified.algorithm == algorithm)
        #expect(verified.times.expiresAt == JWTFixture.now + 600)
        guard case .verified(let again) = verifier.begin(token, now: JWTFixture.moment()) else {
            Issue.record("the second look-up is not from the cache")
            return
        }
        #expect(again === verified)
    }

    @Test("one bit of any part decides", arguments: [JWTAlgorithm.hs256, .rs256, .ps256, .es256, .edDSA])
    func oneBit(algorithm: JWTAlgorithm) throws {
        let verifier = try JWTFixture.verifier(algorithm)
        let token = Array(try JWTFixture.signer(algorithm).sign(JWTFixture.claims).utf8)
        for index in stride(from: 0, to: token.count, by: 3) {
            var mutant = token
            mutant[index] ^= 1
            #expect(verifier.cause(String(decoding: mutant, as: UTF8.self)) != nil)
        }
    }

    @Test("the limit on failed tokens can stand between the steps: nothing is charged before the signature")
    func twoSteps() throws {
        let verifier = try JWTFixture.verifier()
        let token = try JWTFixture.signer().sign(JWTFixture.claims)
        guard case .signaturePending(let pending) = verifier.begin(token, now: JWTFixture.moment()) else {
            Issue.record("not pending")
            return
        }
        #expect(verifier.cacheStatistics.entries == 0)
        _ = try verifier.finish(pending, now: JWTFixture.moment()).get()
        #expect(verifier.cacheStatistics.entries == 1)
    }

    @Test("an expired token is called expired only when its signature is right")
    func expiredLast() throws {
        let verifier = try JWTFixture.verifier()
        let expired: JSONObject = ["sub": "u1", "exp": .integer(JWTFixture.now - 1)]
        let genuine = try JWTFixture.signer().sign(expired)
        let forged = try TokenSigner(try .generate(for: .hs256), algorithm: .hs256).sign(expired)
        #expect(verifier.verify(genuine).failure?.rejection == .tokenExpired)
        #expect(verifier.verify(forged).failure?.rejection == .invalidToken)
        #expect(verifier.cacheStatistics.entries == 0)
    }

    @Test("a token that expires while it is remembered is refused, and still called expired")
    func expiresInCache() throws {
        let verifier = try JWTFixture.verifier()
        let token = try JWTFixture.signer().sign(JWTFixture.claims)
        _ = try verifier.verify(token).get()
        #expect(verifier.cause(token, at: JWTFixture.now + 599) == nil)
        #expect(verifier.cause(token, at: JWTFixture.now + 600) == .expired)
        #expect(verifier.cause(token, at: JWTFixture.now + 100) == nil)
    }

    @Test("the grants are compiled once for a token, not once for a request")
    func resolvesOnce() throws {
        let counter = Counter()
        let policy = try JWTFixture.config().compile { _, _, _ throws(KeySetError) in throw KeySetError(.unreachable, "") }
        let verifier = TokenVerifier(policy: policy) {
            counter.increment()
            return Principal(identity: $0, grants: Grants())
        }
        let token = try JWTFixture.signer().sign(JWTFixture.claims)
        for _ in 0..<5 { _ = try verifier.verify(token).get() }
        #expect(counter.value == 1)
    }

    @Test("a token larger than the limit is refused unread")
    func tooLarge() throws {
        let verifier = try JWTFixture.verifier()
        let token = try JWTFixture.signer().sign([
            "sub": "u1", "exp": .integer(JWTFixture.now + 1), "x": .string(String(repeating: "a", count: 8192)),
        ])
        #expect(verifier.cause(token) == .tooLarge)
    }

    @Test("iss picks the keys: the same key name of another issuer does not count")
    func severalIssuers() throws {
        let (one, two) = (try SigningKey.generate(for: .es256), try SigningKey.generate(for: .es256))
        let verifier = try JWTFixture.verifier(
            JWTConfig(issuers: [
                TrustedIssuer(issuer: "https://one.example", algorithms: [.es256], publicKey: .value(try #require(one.publicPEM))),
                TrustedIssuer(
                    issuer: ["https://two.example", "https://two.example/"], algorithms: [.es256],
                    publicKey: .value(try #require(two.publicPEM)), audience: "api", claims: ClaimMapping(roles: "realm_access.roles")),
            ]))
        func token(_ key: SigningKey, _ issuer: JSONValue?, audience: JSONValue = "api") throws -> String {
            var claims = JWTFixture.claims
            claims["iss"] = issuer
            claims["aud"] = audience
            claims["roles"] = ["top"]
            claims["realm_access"] = ["roles": ["nested"]]
            return try TokenSigner(key, algorithm: .es256).sign(claims)
        }
        let first = try verifier.verify(try token(one, "https://one.example")).get()
        #expect(first.issuerIndex == 0)
        #expect(first.principal.identity.roles == ["top"])
        let second = try verifier.verify(try token(two, "https://two.example/")).get()
        #expect(second.issuerIndex == 1)
        #expect(second.principal.identity.roles == ["nested"])
        #expect(second.principal.identity.issuer == "https://two.example/")
        #expect(verifier.cause(try token(two, "https://one.example")) == .badSignature)
        #expect(verifier.cause(try token(one, "https://one.example", audience: "other")) == nil)
        #expect(verifier.cause(try token(two, "https://two.example", audience: "other")) == .audience)
        #expect(verifier.cause(try token(one, "https://three.example")) == .issuer)
        #expect(verifier.cause(try token(one, nil)) == .issuer)
        #expect(verifier.cause(try token(one, 1)) == .badClaim)
    }

    @Test("published keys: away, unknown name, rotated, withdrawn")
    func published() throws {
        let (old, new) = (try SigningKey.generate(for: .edDSA), try SigningKey.generate(for: .edDSA))
        let keys = try JWTFixture.remoteKeys([.edDSA])
        let verifier = try JWTFixture.verifier(remote: keys, algorithms: [.edDSA])
        let now = JWTFixture.moment()
        func ring(_ named: [(String, SigningKey)]) throws -> KeyRing {
            try KeyRing(jwks: JWTFixture.jwks(try named.map { try $0.1.publicJWK(keyID: $0.0) }), allowed: .all)
        }
        let first = try TokenSigner(old, algorithm: .edDSA, keyID: "k1").sign(JWTFixture.claims)
        let second = try TokenSigner(new, algorithm: .edDSA, keyID: "k2").sign(JWTFixture.claims)

        guard case .keysUnavailable = verifier.begin(first, now: now) else {
            Issue.record("the keys were never fetched")
            return
        }
        keys.install(try ring([("k1", old)]))
        _ = try verifier.verify(first).get()
        let later = Moment(unixNanoseconds: now.unixNanoseconds, uptimeNanoseconds: now.uptimeNanoseconds + 60_000_000_000)
        guard case .unknownKey(_, keyID: "k2") = verifier.begin(second, now: later) else {
            Issue.record("an unknown name asks for newer keys")
            return
        }
        keys.install(try ring([("k1", old), ("k2", new)]))
        _ = try verifier.verify(second).get()
        guard case .verified = verifier.begin(first, now: now) else {
            Issue.record("a key that stays keeps its tokens in the cache")
            return
        }
        keys.install(try ring([("k2", new)]))
        #expect(verifier.cause(first) == .unknownKey)
        #expect(verifier.cause(second) == nil)
        keys.install(try ring([("k2", old)]))
        #expect(verifier.cause(second) == .badSignature)
    }

    @Test("without kid, keys that fit are tried, four at most; a wrong kid gets none")
    func withoutKeyID() throws {
        let signing = try (0..<5).map { _ in try SigningKey.generate(for: .es256) }
        let keys = try JWTFixture.remoteKeys([.es256])
        keys.install(try KeyRing(jwks: JWTFixture.jwks(try signing.enumerated().map { try $1.publicJWK(keyID: "k\($0)") }), allowed: .all))
        let verifier = try JWTFixture.verifier(remote: keys, algorithms: [.es256])
        for index in 0..<5 {
            let token = try TokenSigner(signing[index], algorithm: .es256).sign(JWTFixture.claims)
            #expect(verifier.cause(token) == (index < 4 ? nil : .badSignature))
        }
        #expect(verifier.cause(try TokenSigner(signing[0], algorithm: .es256, keyID: "k1").sign(JWTFixture.claims)) == .badSignature)
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
