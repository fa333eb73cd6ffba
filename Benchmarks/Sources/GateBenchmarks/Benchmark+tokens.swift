import Crypto
import CryptoExtras
import Foundation
import NexusAuth
import NexusCore

extension Benchmark {
    /// Finding a token and verifying it: remembered, and for the first time.
    static let tokens =
        [
            Benchmark("token/extract") {
                let extraction = TokenExtraction(JWTConfig())
                let header = RequestFacts.Field("Bearer \(try GateFixture().token())")
                return { extraction.extract(header: header) }
            },
            Benchmark("token/warm") {
                let fixture = try GateFixture()
                let token = try fixture.remembered(user: 1)
                return { fixture.verifier.begin(token, now: GateFixture.now) }
            },
            Benchmark("token/warm/1000") {
                let fixture = try GateFixture()
                let tokens = try (1...1_000).map { try fixture.remembered(user: $0) }
                var next = 0
                return {
                    next = next + 1 == tokens.count ? 0 : next + 1
                    return fixture.verifier.begin(tokens[next], now: GateFixture.now)
                }
            },
        ]
        + [JWTAlgorithm.hs256, .rs256, .es256, .edDSA].map { algorithm in
            Benchmark("token/cold/\(algorithm.name)") {
                let fixture = try GateFixture(algorithm, cachedTokens: 0)
                let token = try fixture.token()
                return { fixture.verify(token) }
            }
        }
        // A set holds a hundred keys at most.
        + [10, 100].map { count in
            Benchmark("key/find/\(count)") {
                let ring = try Self.published(count)
                return { ring.candidates(keyID: "key-7", algorithm: .edDSA) }
            }
        }
        + [
            Benchmark("token/cold/bad-signature") {
                let fixture = try GateFixture(cachedTokens: 0)
                let token = try fixture.token().withWrongSignature
                return { fixture.verify(token) }
            },
            Benchmark("primitive/HS256") {
                let key = SymmetricKey(size: .bits256)
                let code = Data(HMAC<SHA256>.authenticationCode(for: Self.message, using: key))
                return { HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Self.message, using: key) }
            },
            Benchmark("primitive/RS256") {
                let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
                let signature = try key.signature(for: SHA256.hash(data: Self.message), padding: .insecurePKCS1v1_5)
                let publicKey = key.publicKey
                return { publicKey.isValidSignature(signature, for: SHA256.hash(data: Self.message), padding: .insecurePKCS1v1_5) }
            },
            Benchmark("primitive/ES256") {
                let key = P256.Signing.PrivateKey()
                let signature = try key.signature(for: Self.message)
                let publicKey = key.publicKey
                return { publicKey.isValidSignature(signature, for: Self.message) }
            },
            Benchmark("primitive/EdDSA") {
                let key = Curve25519.Signing.PrivateKey()
                let signature = try key.signature(for: Self.message)
                let publicKey = key.publicKey
                return { publicKey.isValidSignature(signature, for: Self.message) }
            },
        ]

    /// A published set of so many keys.
    private static func published(_ count: Int) throws -> KeyRing {
        let keys = (0..<count).map { number in
            let point = Base64URL.encode((0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8)) })
            return #"{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"key-\#(number)","x":"\#(point)"}"#
        }
        let document = Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8)
        let ring = try KeyRing(jwks: document, allowed: AlgorithmSet([.edDSA]))
        guard ring.keys.count == count else { throw FixtureError("\(ring.skipped.count) keys were left out") }
        return ring
    }

    /// As long as the signing input of the tokens above.
    private static let message = Array(repeating: UInt8(ascii: "a"), count: 135)
}

extension GateFixture {
    /// A token that has been verified once.
    fileprivate func remembered(user: Int) throws -> String {
        let token = try self.token(user: user)
        guard case .success = self.verify(token) else { throw FixtureError("the token was refused") }
        return token
    }

    fileprivate func verify(_ token: String) -> Result<VerifiedToken, TokenFailure>? {
        guard case .signaturePending(let pending) = self.verifier.begin(token, now: Self.now) else { return nil }
        return self.verifier.finish(pending, now: Self.now)
    }
}

extension String {
    /// A compact token whose signature is another one.
    var withWrongSignature: String {
        let parts = self.split(separator: ".")
        return "\(parts.dropLast().joined(separator: ".")).\(String(parts.last.map { $0.reversed() } ?? []))"
    }
}
