import NexusCore
import Testing

@testable import NexusAuth

/// Thirteen ways in which token libraries go wrong; none of them may be ours.
@Suite("Known pitfalls")
struct KnownPitfallTests {
    private let claims = JWTFixture.json(JWTFixture.claims)

    @Test("J1: a junk token does not pin an algorithm on a key that has none")
    func pinnedAlgorithm() throws {
        let keys = try JWTFixture.remoteKeys([.rs256, .rs512])
        keys.install(try KeyRing(jwks: JWTFixture.jwks([try JWTFixture.key(.rs256).publicJWK(keyID: "k1")]), allowed: .asymmetric))
        let verifier = try JWTFixture.verifier(remote: keys, algorithms: [.rs256, .rs512])
        let good = try JWTFixture.signer(.rs256, keyID: "k1").sign(JWTFixture.claims)
        let junk = try JWTFixture.signer(.rs512, keyID: "k1").sign(JWTFixture.claims).dropLast(8) + "AAAAAAAA"
        for _ in 0..<3 {
            #expect(verifier.cause(String(junk)) == .badSignature)
            #expect(verifier.cause(good) == nil)
        }
    }

    @Test("J2: a header of huge numbers is only a header")
    func hugeNumbers() throws {
        let verifier = try JWTFixture.verifier()
        for number in ["1e300", "-1e300", "9223372036854775808", "1e-400"] {
            let header = Array("{\"alg\":\"HS256\",\"x\":\(number)}".utf8)
            #expect(verifier.cause(try JWTFixture.signer().sign(payload: self.claims, header: header)) == nil)
        }
        let header = Array("{\"alg\":\"HS256\",\"x\":1e999}".utf8)
        #expect(verifier.cause(try JWTFixture.signer().sign(payload: self.claims, header: header)) == .malformed)
    }

    @Test("J3: an empty audience array refuses the token and stops nothing")
    func emptyAudience() throws {
        let verifier = try JWTFixture.verifier()
        var claims = JWTFixture.claims
        claims["aud"] = []
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == .badClaim)
        #expect(verifier.cause(try TokenSigner(.generate(for: .hs256), algorithm: .hs256).sign(claims)) == .badClaim)
    }

    @Test("J4: alg must be there, be allowed, and be one of the key's")
    func headerAlgorithm() throws {
        let verifier = try JWTFixture.verifier()
        for (header, cause) in [
            ("{\"alg\":\"none\"}", TokenFailure.Cause.algorithmNotAllowed), ("{\"typ\":\"JWT\"}", .malformed),
            ("{\"alg\":\"RS256\"}", .algorithmNotAllowed), ("{\"alg\":\"HS512\"}", .algorithmNotAllowed),
        ] {
            #expect(verifier.cause(try JWTFixture.signer().sign(payload: self.claims, header: Array(header.utf8))) == cause)
        }
    }

    @Test("J5: an unknown kid is unknown, and a withdrawn key verifies nothing")
    func defaultKey() throws {
        let keys = try JWTFixture.remoteKeys([.es256])
        let verifier = try JWTFixture.verifier(remote: keys, algorithms: [.es256])
        let jwk = try JWTFixture.key(.es256).publicJWK(keyID: "k1")
        keys.install(try KeyRing(jwks: JWTFixture.jwks([jwk]), allowed: .asymmetric))
        #expect(verifier.cause(try JWTFixture.signer(.es256, keyID: "k2").sign(JWTFixture.claims)) == .unknownKey)
        let token = try JWTFixture.signer(.es256, keyID: "k1").sign(JWTFixture.claims)
        #expect(verifier.cause(token) == nil)
        keys.install(
            try KeyRing(jwks: JWTFixture.jwks([try SigningKey.generate(for: .es256).publicJWK(keyID: "k9")]), allowed: .asymmetric))
        #expect(verifier.cause(token) == .unknownKey)
        #expect(verifier.cause(try JWTFixture.signer(.es256).sign(JWTFixture.claims)) == .badSignature)
    }

    @Test("J6: crit, b64 and typ count")
    func criticalHeader() throws {
        let verifier = try JWTFixture.verifier()
        for member in [
            "\"crit\":[\"exp\"],\"exp\":1", "\"crit\":[]", "\"crit\":null", "\"b64\":false", "\"b64\":true",
            "\"crit\":[\"b64\"],\"b64\":false",
        ] {
            let header = Array("{\"alg\":\"HS256\",\(member)}".utf8)
            #expect(verifier.cause(try JWTFixture.signer().sign(payload: self.claims, header: header)) == .criticalHeader, "\(member)")
        }
        let header = Array("{\"alg\":\"HS256\",\"typ\":\"secevent+jwt\"}".utf8)
        #expect(verifier.cause(try JWTFixture.signer().sign(payload: self.claims, header: header)) == .type)
    }

    @Test("J7: one token has one spelling", arguments: [JWTAlgorithm.hs256, .es256, .rs256])
    func laxBase64(algorithm: JWTAlgorithm) throws {
        let verifier = try JWTFixture.verifier(algorithm)
        let token = try JWTFixture.signer(algorithm).sign(JWTFixture.claims)
        #expect(verifier.cause(token) == nil)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let parts = token.split(separator: ".").map(String.init)
        for index in parts.indices {
            var changed = parts
            for spelling in [parts[index] + "=", parts[index] + "==", parts[index] + "\n", " " + parts[index], parts[index] + "."] {
                changed[index] = spelling
                #expect(verifier.cause(changed.joined(separator: ".")) == .malformed)
            }
            guard parts[index].count % 4 != 0, let last = parts[index].last, let value = alphabet.firstIndex(of: last) else { continue }
            changed[index] = String(parts[index].dropLast()) + String(alphabet[value | 1])
            #expect(verifier.cause(changed.joined(separator: ".")) == .malformed)
        }
        #expect(
            verifier.cause(token.replacing("-", with: "+").replacing("_", with: "/") + "")
                == (token.contains("-") || token.contains("_") ? .malformed : nil))
    }

    @Test("J8: a foreign key does not take the set with it")
    func foreignKey() throws {
        let foreign: [JSONObject] = [
            ["kty": "oct", "k": "AAAA"], ["kty": "RSA", "alg": "RSA-OAEP-256", "n": "AQAB", "e": "AQAB"],
            ["kty": "OKP", "crv": "X25519", "x": "AAAA"], ["kty": "EC", "crv": "secp256k1", "x": "AAAA", "y": "AAAA"],
            ["kty": "AKP", "alg": "ML-DSA-65", "pub": "AAAA"], ["kty": 5], [:],
        ]
        let good = [try JWTFixture.key(.es256).publicJWK(), try JWTFixture.key(.rs256).publicJWK(keyID: "k1")]
        let ring = try KeyRing(jwks: JWTFixture.jwks(foreign + good), allowed: .asymmetric)
        #expect(ring.keys.count == 2)
        #expect(ring.skipped.count == foreign.count)
    }

    @Test("J9: a key for encryption does not verify")
    func purpose() throws {
        var jwk = try JWTFixture.key(.rs256).publicJWK(keyID: "k1")
        jwk["use"] = "enc"
        #expect(try KeyRing(jwks: JWTFixture.jwks([jwk]), allowed: .asymmetric).keys.isEmpty)
        jwk["use"] = nil
        jwk["key_ops"] = ["encrypt"]
        #expect(try KeyRing(jwks: JWTFixture.jwks([jwk]), allowed: .asymmetric).keys.isEmpty)
    }

    @Test("J10: a short secret is refused in every build")
    func shortSecret() {
        #expect(throws: KeyError.self) { try VerificationKey(secret: [UInt8](repeating: 1, count: 31), allowed: .hmac) }
        #expect(throws: KeyError.self) { try SigningKey(secret: [UInt8](repeating: 1, count: 31)) }
    }

    @Test("J11: sizes are limited, exp is required, leeway works, and nbf == now is valid")
    func policy() throws {
        var config = try JWTFixture.config()
        config.leeway = .seconds(10)
        let verifier = try JWTFixture.verifier(config)
        #expect(verifier.cause(String(repeating: "a", count: 8193)) == .tooLarge)
        #expect(verifier.cause(try JWTFixture.signer().sign(["sub": "u1"])) == .badClaim)
        #expect(verifier.cause(try JWTFixture.signer().sign(JWTFixture.claims), at: JWTFixture.now + 609) == nil)
        var claims = JWTFixture.claims
        claims["nbf"] = .integer(JWTFixture.now)
        #expect(try JWTFixture.verifier().cause(try JWTFixture.signer().sign(claims)) == nil)
        let header = Array("{\"alg\":\"HS256\",\"x\":\"\(String(repeating: "a", count: 2048))\"}".utf8)
        #expect(verifier.cause(try JWTFixture.signer().sign(payload: self.claims, header: header)) == .tooLarge)
        let deep = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
        #expect(
            verifier.cause(try JWTFixture.signer().sign(payload: Array("{\"x\":\(deep)}".utf8), header: Array("{\"alg\":\"HS256\"}".utf8)))
                == .malformed)
    }

    @Test("J12: a rotated key set is taken up without a restart")
    func rotation() throws {
        let keys = try JWTFixture.remoteKeys([.edDSA])
        let verifier = try JWTFixture.verifier(remote: keys, algorithms: [.edDSA])
        for round in 0..<5 {
            let key = try SigningKey.generate(for: .edDSA)
            keys.install(try KeyRing(jwks: JWTFixture.jwks([try key.publicJWK(keyID: "k\(round)")]), allowed: .asymmetric))
            #expect(verifier.cause(try TokenSigner(key, algorithm: .edDSA, keyID: "k\(round)").sign(JWTFixture.claims)) == nil)
        }
    }

    @Test("J13: verification is synchronous, and many threads verify at once")
    func concurrency() async throws {
        let verifier = try JWTFixture.verifier()
        let tokens = try (0..<64).map { index in
            var claims = JWTFixture.claims
            claims["sub"] = .string("u\(index)")
            return try JWTFixture.signer().sign(claims)
        }
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<640).count { round in
                        let index = round % tokens.count
                        guard case .success(let verified) = verifier.verify(tokens[index]) else { return true }
                        return verified.principal.identity.userID != "u\(index)"
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
