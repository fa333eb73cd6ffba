import NexusCore
import Testing

@testable import NexusAuth

@Suite("Hostile input")
struct HostileInputTests {
    private static let strange: [JSONValue] = [
        nil, true, "", 0, -1, 1.5, .integer(.max), .integer(.min), .number(1e308), [], [:], [[]], [[:]], "\u{0}", "../../etc/passwd", "*",
        ["$ne": ""], .string(String(repeating: "A", count: 3000)), "admin\u{202E}", ["__proto__": ["admin": true]],
    ]

    @Test(
        "every common claim with every strange value: no trap, and a wrong signature is never accepted",
        .enabled(if: JWTVectors.exist("jwt_tool_common-payloads.txt"), JWTVectors.areMissing))
    func claims() throws {
        let verifier = try JWTFixture.verifier()
        let forger = TokenSigner(try SigningKey.generate(for: .hs256), algorithm: .hs256)
        for name in try JWTVectors.lines("jwt_tool_common-payloads.txt") {
            for value in Self.strange {
                var claims = JWTFixture.claims
                claims[name] = value
                #expect(verifier.cause(try forger.sign(claims)) != nil)
                _ = verifier.cause(try JWTFixture.signer().sign(claims))
            }
        }
    }

    @Test(
        "every common header with every strange value: no trap, and no key of the sender's choice",
        .enabled(if: JWTVectors.exist("jwt_tool_common-headers.txt"), JWTVectors.areMissing))
    func headers() throws {
        let verifier = try JWTFixture.verifier()
        let forger = TokenSigner(try SigningKey.generate(for: .hs256), algorithm: .hs256)
        for name in try JWTVectors.lines("jwt_tool_common-headers.txt") + [
            "alg", "crit", "b64", "jwk", "x5c", "zip", "cty", "enc", "epk", "p2c",
        ] {
            for value in Self.strange {
                #expect(verifier.cause(try forger.sign(JWTFixture.claims, header: [name: value])) != nil)
                _ = verifier.cause(try JWTFixture.signer().sign(JWTFixture.claims, header: [name: value]))
            }
        }
    }

    @Test(
        "well-known secrets are refused, or verify nothing of ours",
        .enabled(if: JWTVectors.exist("jwt_tool_jwt-common.txt"), JWTVectors.areMissing))
    func secrets() throws {
        let verifier = try JWTFixture.verifier()
        for secret in try JWTVectors.lines("jwt_tool_jwt-common.txt") {
            guard let key = try? SigningKey(secret: Array(secret.utf8)) else {
                #expect(secret.utf8.count < 32)
                continue
            }
            #expect(verifier.cause(try TokenSigner(key, algorithm: .hs256).sign(JWTFixture.claims)) == .badSignature)
        }
    }

    @Test(
        "shapes",
        arguments: [
            "", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d", ".a.b", "a..b", "a.b.", "é.é.é", "\u{0}.\u{0}.\u{0}", "====.====.====",
            "e30.e30.AA", "bnVsbA.bnVsbA.AA", "W10.W10.AA", "IiI.IiI.AA", "{}.{}.x",
        ])
    func shapes(token: String) throws {
        #expect(try JWTFixture.verifier().cause(token) != nil)
    }

    @Test("members that come twice are refused wherever they are")
    func duplicates() throws {
        let verifier = try JWTFixture.verifier()
        let claims = JWTFixture.json(JWTFixture.claims)
        let header = Array("{\"alg\":\"HS256\"}".utf8)
        for twice in [
            "{\"alg\":\"HS256\",\"alg\":\"HS256\"}", "{\"alg\":\"none\",\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"\\u0061lg\":\"none\"}",
        ] {
            #expect(verifier.cause(try JWTFixture.signer().sign(payload: claims, header: Array(twice.utf8))) == .malformed)
        }
        for twice in [
            "{\"sub\":\"u1\",\"exp\":1,\"exp\":9999999999}", "{\"sub\":\"a\",\"sub\":\"b\",\"exp\":9999999999}",
            "{\"sub\":\"a\",\"exp\":9999999999,\"x\":{\"y\":1,\"y\":2}}",
        ] {
            #expect(verifier.cause(try JWTFixture.signer().sign(payload: Array(twice.utf8), header: header)) == .malformed)
        }
    }

    @Test("two objects, or an object and more, are not one object")
    func trailing() throws {
        let verifier = try JWTFixture.verifier()
        let header = Array("{\"alg\":\"HS256\"}".utf8)
        for payload in ["{}{}", "{} x", "[{}]", "{\"sub\":\"a\"}\u{0}", "", " "] {
            #expect(verifier.cause(try JWTFixture.signer().sign(payload: Array(payload.utf8), header: header)) == .malformed)
        }
    }

    @Test("no failure repeats a byte of the token")
    func reasons() throws {
        let verifier = try JWTFixture.verifier()
        let marker = "SECRETMARKER"
        for name in ["sub", "exp", "aud", "iss", "roles", "permissions", "tenant_id", "jti", "email"] {
            var claims = JWTFixture.claims
            claims[name] = [[.string(marker)]]
            guard case .failure(let failure) = verifier.verify(try JWTFixture.signer().sign(claims, header: ["kid": .string(marker)]))
            else { continue }
            #expect(!failure.description.contains(marker))
        }
    }
}
