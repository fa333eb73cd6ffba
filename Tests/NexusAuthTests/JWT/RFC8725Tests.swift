import NexusCore
import Testing

@testable import NexusAuth

/// One test for each item of the best current practices for JSON Web Tokens.
@Suite("RFC 8725")
struct RFC8725Tests {
    private func token(header: String, claims: JSONObject = JWTFixture.claims, _ algorithm: JWTAlgorithm = .hs256) throws -> String {
        try JWTFixture.signer(algorithm).sign(payload: JWTFixture.json(claims), header: Array(header.utf8))
    }

    @Test("3.1 perform algorithm verification: none in every spelling, and whatever is not allowed")
    func section3_1() throws {
        let verifier = try JWTFixture.verifier()
        for name in ["none", "None", "NONE", "nOnE", "", " HS256", "hs256", "HS384", "RS256", "A128KW", "dir"] {
            #expect(verifier.cause(try self.token(header: "{\"alg\":\"\(name)\"}")) == .algorithmNotAllowed, "\(name)")
        }
        let unsecured = "\(Base64URL.encode(Array("{\"alg\":\"none\"}".utf8))).\(Base64URL.encode(JWTFixture.json(JWTFixture.claims)))."
        #expect(verifier.cause(unsecured) == .malformed)
        #expect(verifier.cause(unsecured + "AA") == .algorithmNotAllowed)
        for header in ["{}", "{\"alg\":null}", "{\"alg\":[\"HS256\"]}", "{\"alg\":256}"] {
            #expect(verifier.cause(try self.token(header: header)) == .malformed)
        }
    }

    @Test("3.2 use appropriate algorithms: keys that are too weak for theirs are refused")
    func section3_2() throws {
        #expect(throws: JWTConfigError.self) { try JWTConfig(secret: .value("short")).validate() }
        #expect(throws: KeyError.self) { try RSANumbers(modulus: [UInt8](repeating: 0xFF, count: 128), exponent: [1, 0, 1]) }
        #expect(JWTAlgorithm("none") == nil)
        #expect(JWTAlgorithm("RS1") == nil)
    }

    @Test("3.3 validate all cryptographic operations: a bad signature refuses the whole token", arguments: JWTAlgorithm.all)
    func section3_3(algorithm: JWTAlgorithm) throws {
        let token = try JWTFixture.signer(algorithm).sign(JWTFixture.claims)
        let other = try TokenSigner(try .generate(for: algorithm), algorithm: algorithm).sign(JWTFixture.claims)
        let head = token.split(separator: ".").prefix(2).joined(separator: ".")
        let foreign = try #require(other.split(separator: ".").last)
        let verifier = try JWTFixture.verifier(algorithm)
        #expect(verifier.cause(token) == nil)
        #expect(verifier.cause("\(head).\(foreign)") == .badSignature)
        #expect(verifier.cause("\(head).AA") == .badSignature)
        #expect(verifier.cause("\(head).\(Base64URL.encode([UInt8](repeating: 0, count: 64)))") == .badSignature)
    }

    @Test("3.4 validate cryptographic inputs: points off the curve, and r or s out of range")
    func section3_4() throws {
        var jwk = try JWTFixture.key(.es256).publicJWK()
        jwk["y"] = jwk["x"]
        #expect(throws: KeyError.self) { try JSONWebKey(jwk).verificationKey(allowed: .all) }
        let token = try JWTFixture.signer(.es256).sign(JWTFixture.claims)
        let head = token.split(separator: ".").prefix(2).joined(separator: ".")
        let verifier = try JWTFixture.verifier(.es256)
        let order: [UInt8] = [
            0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E,
            0x84,
            0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
        ]
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let zero = [UInt8](repeating: 0, count: 32)
        for (r, s) in [(zero, zero), (one, zero), (zero, one), (order, order), (one, order), ([UInt8](repeating: 0xFF, count: 32), one)] {
            #expect(verifier.cause("\(head).\(Base64URL.encode(r + s))") == .badSignature)
        }
    }

    @Test("3.5 ensure cryptographic keys have sufficient entropy: guessable secrets are too short, or do not verify")
    func section3_5() throws {
        for weak in ["secret", "password", "changeme", String(repeating: "a", count: 31)] {
            #expect(throws: KeyError.self) { try VerificationKey(secret: Array(weak.utf8), allowed: .hmac) }
        }
    }

    @Test("3.6 avoid compression of encryption inputs: zip means nothing here, and five parts are no token")
    func section3_6() throws {
        let verifier = try JWTFixture.verifier()
        #expect(verifier.cause("a.b.c.d.e") == .malformed)
        let jwe = Base64URL.encode(Array("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"zip\":\"DEF\"}".utf8))
        #expect(verifier.cause("\(jwe)..AAAA.AAAA.AAAA") == .malformed)
        #expect(verifier.cause("\(jwe).AAAA.AAAA") == .algorithmNotAllowed)
    }

    @Test("3.7 use UTF-8: other encodings of header and payload are refused")
    func section3_7() throws {
        let verifier = try JWTFixture.verifier()
        let signer = try JWTFixture.signer()
        let header = Array("{\"alg\":\"HS256\"}".utf8)
        let utf16 = "{\"sub\":\"u1\"}".utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        #expect(verifier.cause(try signer.sign(payload: utf16, header: header)) == .malformed)
        #expect(verifier.cause(try signer.sign(payload: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], header: header)) == .malformed)
        #expect(
            verifier.cause(try signer.sign(payload: [0xEF, 0xBB, 0xBF] + JWTFixture.json(JWTFixture.claims), header: header)) == .malformed)
    }

    @Test("3.8 validate issuer and subject")
    func section3_8() throws {
        var config = try JWTFixture.config()
        config.issuer = "https://issuer.example"
        let verifier = try JWTFixture.verifier(config)
        var claims = JWTFixture.claims
        claims["iss"] = "https://issuer.example"
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == nil)
        claims["iss"] = "https://evil.example"
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == .issuer)
        claims["iss"] = "https://issuer.example"
        claims["sub"] = ""
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == .badClaim)
    }

    @Test("3.9 use and validate audience")
    func section3_9() throws {
        var config = try JWTFixture.config()
        config.audience = "api"
        let verifier = try JWTFixture.verifier(config)
        var claims = JWTFixture.claims
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == .audience)
        claims["aud"] = "other"
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == .audience)
        claims["aud"] = ["other", "api"]
        #expect(verifier.cause(try JWTFixture.signer().sign(claims)) == nil)
    }

    @Test("3.10 do not trust received claims: keys that a token brings or points to are never used")
    func section3_10() throws {
        let attacker = try SigningKey.generate(for: .es256)
        let jwk = String(decoding: JWTFixture.json(try attacker.publicJWK()), as: UTF8.self)
        let verifier = try JWTFixture.verifier(.es256)
        let signer = TokenSigner(attacker, algorithm: .es256)
        for member in [
            "\"jwk\":\(jwk)", "\"jku\":\"https://evil.example/jwks\"", "\"x5u\":\"https://evil.example/cert\"", "\"x5c\":[\"AAAA\"]",
            "\"kid\":\"../../../../dev/null\"", "\"kid\":\"' OR 1=1 --\"", "\"kid\":\"https://evil.example\"",
        ] {
            let header = Array("{\"alg\":\"ES256\",\(member)}".utf8)
            #expect(
                verifier.cause(try signer.sign(payload: JWTFixture.json(JWTFixture.claims), header: header)) == .badSignature, "\(member)")
        }
    }

    @Test("3.11 use explicit typing: a foreign typ is refused, and one can be demanded")
    func section3_11() throws {
        let verifier = try JWTFixture.verifier()
        for type in ["JWT", "jwt", "at+jwt", "application/at+jwt", "Application/JWT"] {
            #expect(verifier.cause(try self.token(header: "{\"alg\":\"HS256\",\"typ\":\"\(type)\"}")) == nil, "\(type)")
        }
        for type in ["dpop+jwt", "logout+jwt", "JOSE", "application/application/jwt", "jwt ", ""] {
            #expect(verifier.cause(try self.token(header: "{\"alg\":\"HS256\",\"typ\":\"\(type)\"}")) == .type, "\(type)")
        }
        #expect(verifier.cause(try self.token(header: "{\"alg\":\"HS256\",\"typ\":5}")) == .malformed)
        #expect(verifier.cause(try self.token(header: "{\"alg\":\"HS256\"}")) == nil)
        var config = try JWTFixture.config()
        config.acceptedTypes = ["at+jwt"]
        let strict = try JWTFixture.verifier(config)
        #expect(strict.cause(try self.token(header: "{\"alg\":\"HS256\"}")) == .type)
        #expect(strict.cause(try self.token(header: "{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) == .type)
        #expect(strict.cause(try self.token(header: "{\"alg\":\"HS256\",\"typ\":\"at+JWT\"}")) == nil)
    }

    @Test(
        "3.12 use mutually exclusive validation rules for different kinds of tokens: issuers do not share keys, refresh tokens do not pass")
    func section3_12() throws {
        let other = String(JWTFixture.secret.reversed())
        let verifier = try JWTFixture.verifier(
            JWTConfig(issuers: [
                TrustedIssuer(issuer: "a", algorithms: [.hs256], secret: .value(JWTFixture.secret)),
                TrustedIssuer(issuer: "b", algorithms: [.hs512], secret: .value(other)),
            ]))
        var claims = JWTFixture.claims
        claims["iss"] = "a"
        #expect(verifier.cause(try JWTFixture.signer(.hs256).sign(claims)) == nil)
        #expect(verifier.cause(try JWTFixture.signer(.hs512).sign(claims)) == .algorithmNotAllowed)
        claims["token_type"] = "refresh"
        #expect(verifier.cause(try JWTFixture.signer(.hs256).sign(claims)) == .refreshToken)
        claims["iss"] = "b"
        #expect(verifier.cause(try JWTFixture.signer(.hs512).sign(claims)) == .badSignature)
    }
}
