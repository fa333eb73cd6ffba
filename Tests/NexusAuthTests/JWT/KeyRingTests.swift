import NexusCore
import Testing

@testable import NexusAuth

@Suite("Key ring")
struct KeyRingTests {
    private func ring(_ keys: [JSONObject], allowed: AlgorithmSet = .asymmetric) throws(KeyError) -> KeyRing {
        try KeyRing(jwks: JWTFixture.jwks(keys), allowed: allowed)
    }

    @Test("bad and foreign keys are skipped with a reason; the others count")
    func skips() throws {
        let good = try JWTFixture.key(.es256).publicJWK(keyID: "good")
        let ring = try self.ring([
            ["kty": "oct", "k": "AAAA", "kid": "secret"], good, ["kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "weak"],
            ["kty": "AKP", "alg": "ML-DSA-65", "pub": "AA", "kid": "foreign"], ["kid": "nothing"],
            ["kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"],
        ])
        #expect(ring.keys.map(\.keyID) == ["good"])
        #expect(ring.skipped.map(\.index) == [0, 2, 3, 4, 5])
        #expect(ring.skipped.map(\.keyID) == ["secret", "weak", "foreign", "nothing", nil])
        #expect(ring.skipped.allSatisfy { !$0.reason.isEmpty })
        let odd = try KeyRing(jwks: Array("{\"keys\":[1,null,[],{}]}".utf8), allowed: .all)
        #expect(odd.skipped.count == 4)
    }

    @Test("one name for two keys of a kind names neither; for two kinds it names both")
    func ambiguous() throws {
        let (one, two) = (try SigningKey.generate(for: .es256), try SigningKey.generate(for: .es256))
        let other = try SigningKey.generate(for: .edDSA)
        let ring = try self.ring([
            try one.publicJWK(keyID: "k"), try two.publicJWK(keyID: "k"), try other.publicJWK(keyID: "k"), try one.publicJWK(keyID: "free"),
        ])
        #expect(ring.candidates(keyID: "k", algorithm: .es256).isEmpty)
        #expect(ring.candidates(keyID: "k", algorithm: .edDSA).count == 1)
        #expect(ring.candidates(keyID: "free", algorithm: .es256).count == 1)
        #expect(ring.skipped.map(\.index) == [0, 1])
        let twice = try self.ring([try one.publicJWK(keyID: "k"), try one.publicJWK(keyID: "k")])
        #expect(!twice.candidates(keyID: "k", algorithm: .es256).isEmpty)
    }

    @Test("a shared secret among public keys does not count")
    func mixed() throws {
        let secret = try JWTFixture.key(.hs256).publicJWK(keyID: "s")
        let ring = try self.ring([secret, try JWTFixture.key(.es256).publicJWK(keyID: "p")], allowed: .all)
        #expect(ring.keys.map(\.keyID) == ["p"])
        #expect(try self.ring([secret], allowed: .all).keys.count == 1)
        #expect(try self.ring([secret]).keys.isEmpty)
    }

    @Test("a name finds its key or none; no name finds what fits; configured keys have no names")
    func candidates() throws {
        let key = try JWTFixture.key(.es256)
        let ring = try self.ring([try key.publicJWK(keyID: "k"), try JWTFixture.key(.rs256).publicJWK()])
        #expect(ring.candidates(keyID: "k", algorithm: .es256).count == 1)
        #expect(ring.candidates(keyID: "k", algorithm: .es384).isEmpty)
        #expect(ring.candidates(keyID: "K", algorithm: .es256).isEmpty)
        #expect(ring.candidates(keyID: "", algorithm: .rs256).isEmpty)
        #expect(ring.candidates(keyID: nil, algorithm: .rs256).count == 1)
        #expect(ring.candidates(keyID: nil, algorithm: .es256).count == 1)
        let configured = KeyRing(configured: ring.keys)
        #expect(configured.candidates(keyID: "anything", algorithm: .es256).count == 1)
    }

    @Test("limits")
    func limits() throws {
        let key = try JWTFixture.key(.es256).publicJWK(keyID: "k")
        #expect(throws: KeyError.self) { try self.ring(Array(repeating: key, count: 101)) }
        #expect(throws: KeyError.self) { try KeyRing(jwks: JWTFixture.jwks([key]), allowed: .all, limits: .init(maximumBytes: 10)) }
        #expect(throws: KeyError.self) {
            try KeyRing(jwks: [UInt8](repeating: UInt8(ascii: " "), count: 262_145), allowed: .all)
        }
    }

    @Test(
        "what is no key set",
        arguments: ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":null}", "<html>", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[]}x"])
    func malformed(text: String) {
        #expect(throws: KeyError.self) { try KeyRing(jwks: Array(text.utf8), allowed: .all) }
    }
}
