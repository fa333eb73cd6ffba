import NexusCore
import Testing

@testable import NexusAuth

/// Seeded mutation for `NEXUS_FUZZ_SECONDS` each: nothing traps, and nothing mutated is accepted.
@Suite("Fuzz", .serialized)
struct FuzzTests {
    @Test("token")
    func token() throws {
        var random = SeededRandom(1)
        for algorithm in [JWTAlgorithm.hs256, .es256] {
            let verifier = try JWTFixture.verifier(algorithm)
            let token = Array(try JWTFixture.signer(algorithm).sign(JWTFixture.claims).utf8)
            random.fuzz { random in
                let mutant = random.mutate(token)
                guard mutant != token else { return }
                #expect(verifier.cause(String(decoding: mutant, as: UTF8.self)) != nil)
            }
        }
    }

    @Test("header, signed as it is")
    func header() throws {
        var random = SeededRandom(2)
        let verifier = try JWTFixture.verifier()
        let signer = try JWTFixture.signer()
        let claims = JWTFixture.json(JWTFixture.claims)
        let header = Array("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\\u0031\",\"x\":[1e5,{\"y\":null}]}".utf8)
        try random.fuzz { random in
            let mutant = random.mutate(header)
            let isAccepted = verifier.cause(try signer.sign(payload: claims, header: mutant)) == nil
            guard isAccepted else { return }
            let members = try JSONParser.parseObject(mutant)
            #expect(members["alg"] == "HS256" && members["crit"] == nil && members["b64"] == nil)
        }
    }

    @Test("claims, signed as they are")
    func claims() throws {
        var random = SeededRandom(3)
        var config = try JWTFixture.config()
        config.audience = "api"
        config.leeway = .seconds(Int64.max)
        config.maxTokenAge = .seconds(Int64.max)
        let verifier = try JWTFixture.verifier(config)
        let signer = try JWTFixture.signer()
        let header = Array("{\"alg\":\"HS256\"}".utf8)
        let claims = Array(
            """
            {"sub":"u1","exp":1700000600,"nbf":1,"iat":1,"aud":["api","x"],"roles":["a","b"],"permissions":"r w","tenant_id":"t","email":"e"}
            """.utf8)
        try random.fuzz { random in
            let mutant = random.mutate(claims)
            guard case .success(let verified) = verifier.verify(try signer.sign(payload: mutant, header: header)) else { return }
            let members = try JSONParser.parseObject(mutant)
            #expect(members["sub"]?.stringValue == verified.principal.identity.userID)
            #expect(members["exp"]?.integerValue != nil || members["exp"] != nil)
        }
    }

    @Test("PEM")
    func pem() throws {
        var random = SeededRandom(4)
        let files = try [JWTAlgorithm.rs256, .es256, .es384, .es512, .edDSA].map {
            Array(try #require(try JWTFixture.key($0).publicPEM).utf8)
        }
        random.fuzz { random in
            for file in files {
                guard let key = try? VerificationKey(pem: random.mutate(file), allowed: .all) else { continue }
                #expect(!key.algorithms.isEmpty && key.algorithms.isDisjoint(with: .hmac))
            }
        }
    }

    @Test("JWK set")
    func jwks() throws {
        var random = SeededRandom(5)
        let set = JWTFixture.jwks(
            try [JWTAlgorithm.rs256, .es256, .es512, .edDSA].map { try JWTFixture.key($0).publicJWK(keyID: $0.name, algorithm: $0) })
        random.fuzz { random in
            guard let ring = try? KeyRing(jwks: random.mutate(set), allowed: .asymmetric) else { return }
            #expect(ring.keys.allSatisfy { $0.algorithms.isDisjoint(with: .hmac) })
        }
    }

    @Test("extraction")
    func extraction() throws {
        var random = SeededRandom(6)
        let extraction = TokenExtraction(JWTConfig(tokenCookie: "c", tokenQueryParam: "t"))
        random.fuzz { random in
            let header = String(decoding: random.mutate(Array("Bearer a.b.c".utf8)), as: UTF8.self)
            let query = String(decoding: random.mutate(Array("x=1&%74=a.b.c&y".utf8)), as: UTF8.self)
            _ = extraction.extract(header: [header], cookies: ["c=" + header], query: query)
        }
    }
}
