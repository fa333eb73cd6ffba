import Foundation
import JWTKit
import NexusCore
import Testing

@testable import NexusAuth

/// Another implementation as a witness: both take what either signed, and what it refuses we refuse.
@Suite("Differential")
struct OracleTests {
    private struct Payload: JWTPayload {
        let sub: String
        let exp: ExpirationClaim

        func verify(using algorithm: some JWTKit.JWTAlgorithm) throws {
            try self.exp.verifyNotExpired(currentDate: Date(timeIntervalSince1970: TimeInterval(JWTFixture.now)))
        }
    }

    private func collection(_ algorithm: NexusAuth.JWTAlgorithm) async throws -> JWTKeyCollection {
        let collection = JWTKeyCollection()
        let key = try JWTFixture.key(algorithm)
        let pem = key.publicPEM ?? ""
        let digest: DigestAlgorithm = algorithm.name.hasSuffix("256") ? .sha256 : algorithm.name.hasSuffix("384") ? .sha384 : .sha512
        switch algorithm.name.prefix(2) {
        case "HS": await collection.add(hmac: HMACKey(from: Array(JWTFixture.secret.utf8)), digestAlgorithm: digest)
        case "RS": await collection.add(rsa: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: digest)
        case "PS": await collection.add(pss: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: digest)
        case "ES":
            switch algorithm.name {
            case "ES256": await collection.add(ecdsa: try ES256PublicKey(pem: pem))
            case "ES384": await collection.add(ecdsa: try ES384PublicKey(pem: pem))
            default: await collection.add(ecdsa: try ES512PublicKey(pem: pem))
            }
        default: await collection.add(eddsa: try EdDSA.PublicKey(pem: pem))
        }
        return collection
    }

    @Test("valid tokens are valid for both, and we refuse every mutant that the other refuses", arguments: NexusAuth.JWTAlgorithm.all)
    func mutants(algorithm: NexusAuth.JWTAlgorithm) async throws {
        let oracle = try await self.collection(algorithm)
        let verifier = try JWTFixture.verifier(algorithm)
        let token = try JWTFixture.signer(algorithm).sign(JWTFixture.claims)
        _ = try await oracle.verify(token, as: Payload.self)
        #expect(verifier.cause(token) == nil)

        var random = SeededRandom(UInt64(algorithm.kind.rawValue))
        var refused = 0
        for _ in 0..<60 {
            let mutant = String(decoding: random.mutate(Array(token.utf8)), as: UTF8.self)
            guard (try? await oracle.verify(mutant, as: Payload.self)) == nil else { continue }
            refused += 1
            #expect(verifier.cause(mutant) != nil, "\(mutant)")
        }
        #expect(refused > 40)
    }

    @Test("what the other signs, we verify")
    func signedByOther() async throws {
        let collection = JWTKeyCollection()
        await collection.add(hmac: HMACKey(from: Array(JWTFixture.secret.utf8)), digestAlgorithm: .sha256)
        let expiry = ExpirationClaim(value: Date(timeIntervalSince1970: TimeInterval(JWTFixture.now + 60)))
        let symmetric = try await collection.sign(Payload(sub: "u1", exp: expiry))
        #expect(try JWTFixture.verifier().cause(symmetric) == nil)

        let ecdsa = ES256PrivateKey()
        let asymmetric = JWTKeyCollection()
        await asymmetric.add(ecdsa: ecdsa)
        let token = try await asymmetric.sign(Payload(sub: "u1", exp: expiry))
        let config = JWTConfig(algorithm: .es256, publicKey: .value(ecdsa.publicKey.pemRepresentation))
        #expect(try JWTFixture.verifier(config).cause(token) == nil)
    }
}
