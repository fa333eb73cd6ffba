import NexusCore
import Testing

@testable import NexusAuth

@Suite("Known headers")
struct KnownHeadersTests {
    private func token(keyID: String, _ algorithm: JWTAlgorithm = .hs256) throws -> CompactJWS {
        try CompactJWS(try JWTFixture.signer(algorithm, keyID: keyID).sign(JWTFixture.claims)[...], maximumSize: 8192)
    }

    @Test("a header is found by its exact bytes")
    func exactBytes() throws {
        let known = KnownHeaders()
        let token = try self.token(keyID: "one")
        #expect(known.find(token.encodedHeader) == nil)
        known.insert(token.header, as: token.encodedHeader)
        #expect(known.find(token.encodedHeader)?.keyID == "one")
        #expect(known.find(token.encodedHeader.dropLast()) == nil)
        #expect(known.find(token.encodedHeader + [UInt8(ascii: "A")]) == nil)
        #expect(known.find(try self.token(keyID: "two").encodedHeader) == nil)
    }

    @Test("they are few: the one that came first makes room")
    func bounded() throws {
        let known = KnownHeaders()
        let tokens = try (0..<9).map { try self.token(keyID: "k\($0)") }
        for token in tokens + tokens.suffix(8) { known.insert(token.header, as: token.encodedHeader) }
        #expect(tokens.map { known.find($0.encodedHeader)?.keyID } == [nil] + (1..<9).map { "k\($0)" })
    }

    @Test("a token with a known header is judged like the first one")
    func sameVerdicts() throws {
        let verifier = try JWTFixture.verifier()
        let signer = try JWTFixture.signer()
        #expect(verifier.cause(try signer.sign(JWTFixture.claims)) == nil)
        var claims = JWTFixture.claims
        claims["sub"] = "another"
        let token = try signer.sign(claims)
        guard case .signaturePending(let pending) = verifier.begin(token, now: JWTFixture.moment()) else {
            Issue.record("not pending")
            return
        }
        #expect(pending.jws.isHeaderKnown)
        #expect(pending.jws.header.algorithm == .hs256)
        #expect(try verifier.verify(token).get().principal.identity.userID == "another")
        #expect(verifier.cause(String(token.dropLast(5)) + "AAAAA") == .badSignature)
    }

    @Test("a forged token makes no header known")
    func forged() throws {
        let verifier = try JWTFixture.verifier()
        let token = String(try JWTFixture.signer(keyID: "forged").sign(JWTFixture.claims).dropLast(5)) + "AAAAA"
        for _ in 0..<2 {
            guard case .signaturePending(let pending) = verifier.begin(token, now: JWTFixture.moment()) else {
                Issue.record("not pending")
                return
            }
            #expect(!pending.jws.isHeaderKnown)
            #expect(throws: TokenFailure.self) { try verifier.finish(pending, now: JWTFixture.moment()).get() }
        }
    }
}
