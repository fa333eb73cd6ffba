import NexusCore
import Testing

@testable import NexusAuth

/// 100,000 random steps (new tokens, time, keys that come and go, new configurations) against a model that remembers nothing.
@Suite("Verified-token cache model")
struct VerifiedTokenCacheModelTests {
    /// A token together with what is in it.
    private struct Minted {
        let token: String
        let key: Int
        let issuedAt: Int64
        let notBefore: Int64
        let expiresAt: Int64
        let audience: String
    }

    /// What any token must come to, worked out without token, cache or verifier.
    private struct Model {
        var now = JWTFixture.now
        var present: Set<Int> = [0, 1, 2, 3]
        var audience: String?

        static let leeway: Int64 = 2
        static let maximumAge: Int64 = 50

        func verdict(_ minted: Minted) -> TokenFailure.Cause? {
            if let audience, audience != minted.audience { return .audience }
            if minted.notBefore > self.now + Self.leeway || minted.issuedAt > self.now + Self.leeway { return .notYetValid }
            if self.now > minted.issuedAt + Self.maximumAge + Self.leeway { return .tooOld }
            if !self.present.contains(minted.key) { return .unknownKey }
            return self.now >= minted.expiresAt + Self.leeway ? .expired : nil
        }
    }

    private let signing: [SigningKey]
    private let keys: RemoteKeySet

    init() throws {
        self.signing = try (0..<4).map { _ in try SigningKey.generate(for: .hs256) }
        self.keys = try JWTFixture.remoteKeys([.edDSA])
    }

    /// Symmetric keys make the steps cheap; where a ring came from is nothing to the verifier.
    private func install(_ present: Set<Int>) throws {
        let published = try present.sorted().map {
            try JSONWebKey(self.signing[$0].publicJWK(keyID: "k\($0)")).verificationKey(allowed: .hmac)
        }
        self.keys.install(KeyRing(published: published, skipped: []))
    }

    private func verifier(audience: String?) -> TokenVerifier {
        let issuer = VerificationPolicy.Issuer(
            names: nil, audience: audience.map { AcceptedValues($0) }, algorithms: .hmac, keys: .remote(self.keys),
            claims: ClaimReader(ClaimMapping()))
        let policy = VerificationPolicy(
            issuers: [issuer], timeRules: TimeRules(leeway: Model.leeway, requiresExpiry: true, maximumAge: Model.maximumAge),
            acceptedTypes: ["jwt"], limits: .init(cachedTokens: 40))
        return TokenVerifier(policy: policy) { Principal(identity: $0, grants: Grants()) }
    }

    private func mint(_ number: Int, at now: Int64, _ random: inout SeededRandom) throws -> Minted {
        let key = Int.random(in: 0..<4, using: &random)
        let expiresAt = now + Int64.random(in: 1...80, using: &random)
        let notBefore = now + Int64.random(in: -5...5, using: &random)
        let audience = number.isMultiple(of: 2) ? "a" : "b"
        let claims: JSONObject = [
            "sub": .string("u\(number)"), "iat": .integer(now), "exp": .integer(expiresAt), "nbf": .integer(notBefore),
            "aud": .string(audience),
        ]
        let token = try TokenSigner(self.signing[key], algorithm: .hs256, keyID: "k\(key)").sign(claims)
        return Minted(token: token, key: key, issuedAt: now, notBefore: notBefore, expiresAt: expiresAt, audience: audience)
    }

    @Test("the cache never changes a verdict")
    func verdicts() throws {
        var random = SeededRandom(42)
        var model = Model()
        try self.install(model.present)
        var verifier = self.verifier(audience: nil)
        var tokens: [Minted] = []
        var (verdicts, mismatches, hits): ([TokenFailure.Cause?: Int], Int, Int) = ([:], 0, 0)
        for step in 0..<100_000 {
            switch Int.random(in: 0..<1000, using: &random) {
            case 0..<12:
                let minted = try self.mint(step, at: model.now, &random)
                if tokens.count < 44 { tokens.append(minted) } else { tokens[Int.random(in: 0..<44, using: &random)] = minted }
            case 12..<16:
                model.present = Set(0..<4).subtracting([Int.random(in: 0..<8, using: &random)])
                try self.install(model.present)
            case 16..<30: model.now += Int64.random(in: -1...3, using: &random)
            case 30:
                hits += verifier.cacheStatistics.hits
                model.audience = ["a", "b", nil, nil, nil, nil].randomElement(using: &random) ?? nil
                verifier = self.verifier(audience: model.audience)
            default:
                guard let minted = tokens.randomElement(using: &random) else { continue }
                let verdict = verifier.cause(minted.token, at: model.now)
                if verdict != model.verdict(minted) { mismatches += 1 }
                verdicts[verdict, default: 0] += 1
            }
        }
        #expect(mismatches == 0)
        #expect(hits > 1000)
        for verdict in [nil, .expired, .unknownKey, .audience, .notYetValid, .tooOld] as [TokenFailure.Cause?] {
            #expect(verdicts[verdict, default: 0] > 100, "\(String(describing: verdict))")
        }
    }
}
