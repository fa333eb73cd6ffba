import NexusCore
import Testing

@testable import NexusAuth

@Suite("Keys")
struct KeyTests {
    private func reason(_ jwk: JSONObject, allowed: AlgorithmSet = .all) -> String? {
        do throws(KeyError) {
            _ = try JSONWebKey(jwk).verificationKey(allowed: allowed)
            return nil
        } catch {
            return error.description
        }
    }

    private func jwk(_ algorithm: JWTAlgorithm, _ changes: JSONObject = [:], without name: String? = nil) throws -> JSONObject {
        var jwk = try JWTFixture.key(algorithm).publicJWK(keyID: "k1")
        for member in changes.members { jwk[member.name] = member.value }
        if let name { jwk[name] = nil }
        return jwk
    }

    @Test("thumbprint of RFC 7638 §3.1")
    func thumbprint() throws {
        let key = try JSONWebKey([
            "kty": "RSA",
            "n": """
            0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ\
            _2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbIS\
            D08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw
            """,
            "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
        ]).verificationKey(allowed: .all)
        #expect(key.thumbprint.description == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        #expect(key.algorithms.algorithms == [.rs256])
    }

    @Test("thumbprint of RFC 8037 §A.3")
    func thumbprintOfEd25519() throws {
        let key = try JSONWebKey(["kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"])
            .verificationKey(allowed: .all)
        #expect(key.thumbprint.description == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test("a JWK and a PEM file of one key have one thumbprint", arguments: JWTAlgorithm.all.filter { !$0.isSymmetric })
    func sameThumbprint(algorithm: JWTAlgorithm) throws {
        let key = try JWTFixture.key(algorithm)
        let fromPEM = try VerificationKey(pem: Array(try #require(key.publicPEM).utf8), allowed: .all)
        let fromJWK = try JSONWebKey(try key.publicJWK()).verificationKey(allowed: .all)
        #expect(fromPEM.thumbprint == fromJWK.thumbprint)
        #expect(fromPEM.algorithms == fromJWK.algorithms)
    }

    @Test("PEM with Windows line breaks, with line breaks spelled out, and with blank lines around")
    func lineBreaks() throws {
        let pem = try #require(try JWTFixture.key(.rs256).publicPEM)
        let expected = try VerificationKey(pem: Array(pem.utf8), allowed: .all).thumbprint
        for variant in [pem.replacing("\n", with: "\r\n"), pem.replacing("\n", with: "\\n"), "\n\(pem)\n"] {
            #expect(try VerificationKey(pem: Array(variant.utf8), allowed: .all).thumbprint == expected)
        }
    }

    @Test("a key without alg can do what its family and the allow-list share")
    func families() throws {
        #expect(try JSONWebKey(try self.jwk(.rs256)).verificationKey(allowed: .all).algorithms == .rsa)
        #expect(
            try JSONWebKey(try self.jwk(.rs256)).verificationKey(allowed: AlgorithmSet([.ps256, .es256])).algorithms.algorithms == [.ps256])
        #expect(try JSONWebKey(try self.jwk(.rs256, ["alg": "RS512"])).verificationKey(allowed: .all).algorithms.algorithms == [.rs512])
        #expect(self.reason(try self.jwk(.rs256), allowed: .ed25519) != nil)
        #expect(self.reason(try self.jwk(.rs256, ["alg": "RS512"]), allowed: AlgorithmSet([.rs256])) != nil)
        #expect(self.reason(try self.jwk(.rs256, ["alg": "ES256"])) != nil)
    }

    @Test("a key for something else is no verification key")
    func purpose() throws {
        #expect(self.reason(try self.jwk(.es256)) == nil)
        #expect(self.reason(try self.jwk(.es256, without: "use")) == nil)
        #expect(self.reason(try self.jwk(.es256, ["key_ops": ["verify"]])) == nil)
        for change: JSONObject in [
            ["use": "enc"], ["use": 1], ["key_ops": ["sign"]], ["key_ops": "verify"], ["key_ops": []], ["alg": "RSA-OAEP-256"], ["alg": 5],
            ["alg": "none"], ["kid": 5], ["kid": .string(String(repeating: "k", count: 257))], ["kty": "AKP"], ["kty": "RSA"], ["kty": nil],
            ["crv": "secp256k1"], ["crv": "P-384"], ["x": "AA"], ["y": "*"], ["d": "AA"], ["y": .string(String(repeating: "A", count: 43))],
        ] {
            #expect(self.reason(try self.jwk(.es256, change)) != nil, "\(change)")
        }
        #expect(self.reason(try self.jwk(.es256, ["x5c": ["junk"], "x5u": "https://evil.example", "x5t": "?"])) == nil)
        #expect(self.reason(["kty": "OKP", "crv": "X25519", "x": .string(String(repeating: "A", count: 43))]) != nil)
        #expect(self.reason(["kty": "OKP", "crv": "Ed25519", "x": "AAAA"]) != nil)
    }

    @Test("RSA: size, exponent and modulus")
    func rsa() throws {
        func numbers(_ bytes: Int, first: UInt8 = 0x80, last: UInt8 = 1, exponent: [UInt8] = [1, 0, 1]) -> KeyError? {
            var modulus = [UInt8](repeating: 0x5A, count: bytes)
            modulus[0] = first
            modulus[bytes - 1] = last
            do throws(KeyError) {
                _ = try RSANumbers(modulus: modulus, exponent: exponent)
                return nil
            } catch {
                return error
            }
        }
        #expect(numbers(256) == nil)
        #expect(numbers(256, first: 0x7F) != nil)
        #expect(numbers(128) != nil)
        #expect(numbers(1024) == nil)
        #expect(numbers(1025) != nil)
        #expect(numbers(256, last: 2) != nil)
        for exponent in [[], [0], [1], [2], [0, 0, 1], [1, 0, 0], [1, 0, 0, 0, 1]] as [[UInt8]] {
            #expect(numbers(256, exponent: exponent) != nil)
        }
        for exponent in [[3], [17], [0, 3], [255, 255, 255, 255]] as [[UInt8]] { #expect(numbers(256, exponent: exponent) == nil) }
    }

    @Test("symmetric keys: 32 bytes, and as many as the hash has when they are published with an algorithm")
    func symmetric() {
        func jwk(_ bytes: Int, _ algorithm: String?) -> JSONObject {
            var jwk: JSONObject = ["kty": "oct", "k": .string(Base64URL.encode([UInt8](repeating: 7, count: bytes)))]
            if let algorithm { jwk["alg"] = .string(algorithm) }
            return jwk
        }
        #expect(self.reason(jwk(31, nil)) != nil)
        #expect(self.reason(jwk(32, nil)) == nil)
        #expect(self.reason(jwk(47, "HS384")) != nil)
        #expect(self.reason(jwk(48, "HS384")) == nil)
        #expect(self.reason(jwk(63, "HS512")) != nil)
        #expect(self.reason(jwk(64, "HS512")) == nil)
    }

    @Test(
        "PEM: what is no public key is told so",
        arguments: [
            ("", "no PEM block"), ("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----", "private key"),
            ("-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----", "private key"),
            ("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----", "certificate"),
            ("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----", "holds no"), ("-----BEGIN PUBLIC KEY-----", "holds no"),
        ])
    func pem(text: String, expected: String) {
        let error = #expect(throws: KeyError.self) { try VerificationKey(pem: Array(text.utf8), allowed: .all) }
        #expect(error?.description.contains(expected) == true)
    }

    @Test("a public key is never taken for a shared secret, nor the other way round")
    func confusion() throws {
        let pem = try #require(try JWTFixture.key(.rs256).publicPEM)
        let forged = try TokenSigner(try SigningKey(secret: Array(pem.utf8)), algorithm: .hs256).sign(JWTFixture.claims)
        #expect(try JWTFixture.verifier(.rs256).cause(forged) == .algorithmNotAllowed)
        let both = JWTConfig(secret: .value(JWTFixture.secret), algorithms: [.hs256, .rs256], publicKey: .value(pem))
        #expect(try JWTFixture.verifier(both).cause(forged) == .badSignature)
    }
}
