import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

/// Keys, verifiers and tokens for the tests of this folder.
enum JWTFixture {
    static let secret = "a secret of exactly 64 bytes, so that every HMAC may be used...."
    static let now: Int64 = 1_700_000_000
    static let claims: JSONObject = ["sub": "u1", "exp": .integer(now + 600)]

    static func moment(_ seconds: Int64 = now) -> Moment {
        Moment(unixNanoseconds: seconds * 1_000_000_000, uptimeNanoseconds: 1_000_000_000)
    }

    private static let keys: [JWTAlgorithm: SigningKey] = {
        var keys: [JWTAlgorithm: SigningKey] = [:]
        let rsa = try? SigningKey.generate(for: .rs256)
        let hmac = try? SigningKey(secret: Array(secret.utf8))
        for algorithm in JWTAlgorithm.all {
            if AlgorithmSet.rsa.contains(algorithm) {
                keys[algorithm] = rsa
            } else if algorithm.isSymmetric {
                keys[algorithm] = hmac
            } else {
                keys[algorithm] = try? SigningKey.generate(for: algorithm)
            }
        }
        return keys
    }()

    static func key(_ algorithm: JWTAlgorithm) throws -> SigningKey {
        try #require(self.keys[algorithm])
    }

    static func signer(_ algorithm: JWTAlgorithm = .hs256, keyID: String? = nil) throws -> TokenSigner {
        TokenSigner(try self.key(algorithm), algorithm: algorithm, keyID: keyID)
    }

    /// A configuration that verifies what ``signer(_:keyID:)`` signs.
    static func config(_ algorithm: JWTAlgorithm = .hs256) throws -> JWTConfig {
        if algorithm.isSymmetric { return JWTConfig(secret: .value(self.secret), algorithm: algorithm) }
        return JWTConfig(algorithm: algorithm, publicKey: .value(try #require(try self.key(algorithm).publicPEM)))
    }

    static func verifier(_ config: JWTConfig) throws -> TokenVerifier {
        let policy = try config.compile { location, algorithms, _ throws(KeySetError) in
            try RemoteKeySet(location, algorithms: algorithms, fetcher: NoFetcher())
        }
        return TokenVerifier(policy: policy) { Principal(identity: $0, grants: Grants()) }
    }

    static func verifier(_ algorithm: JWTAlgorithm = .hs256) throws -> TokenVerifier {
        try self.verifier(try self.config(algorithm))
    }

    /// A verifier whose only issuer publishes its keys.
    static func verifier(remote keys: RemoteKeySet, algorithms: [JWTAlgorithm], limits: JWTConfig.Limits = .init()) throws -> TokenVerifier
    {
        var config = JWTConfig(algorithms: algorithms, jwksURL: "https://issuer.example/jwks")
        config.limits = limits
        return TokenVerifier(policy: try config.compile { _, _, _ throws(KeySetError) in keys }) {
            Principal(identity: $0, grants: Grants())
        }
    }

    static func remoteKeys(_ algorithms: [JWTAlgorithm]) throws -> RemoteKeySet {
        try RemoteKeySet(.url("https://issuer.example/jwks"), algorithms: AlgorithmSet(algorithms), fetcher: NoFetcher())
    }

    static func jwks(_ keys: [JSONObject]) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(["keys": .array(keys.map { .object($0) })])
        return writer.bytes
    }

    static func json(_ object: JSONObject) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(.object(object))
        return writer.bytes
    }
}

struct NoFetcher: KeySetFetcher {
    func fetch(_ url: KeySetURL) async throws(KeySetError) -> KeySetDocument {
        throw KeySetError(.unreachable, "there is no network in these tests")
    }
}

extension RemoteKeySet {
    /// Puts keys in place as a fetch would.
    func install(_ ring: KeyRing, at now: Moment = JWTFixture.moment()) {
        self.state.withLock { state in
            state.machine.succeeded(changed: true, advertised: nil, jitter: 0, now: now)
            state.snapshot = Snapshot(ring: ring, generation: state.machine.generation)
        }
    }
}

extension TokenVerifier {
    /// Both steps at once.
    func verify(_ token: String, at seconds: Int64 = JWTFixture.now) -> Result<VerifiedToken, TokenFailure> {
        let now = JWTFixture.moment(seconds)
        switch self.begin(token, now: now) {
        case .verified(let token): return .success(token)
        case .failed(let failure): return .failure(failure)
        case .signaturePending(let pending): return self.finish(pending, now: now)
        case .keysUnavailable: return .failure(TokenFailure(.unknownKey, "the keys are away"))
        case .unconfirmedKey: return .failure(TokenFailure(.unknownKey, "the provider could not be asked"))
        case .unknownKey: return .failure(TokenFailure(.unknownKey, "newer keys are on their way"))
        }
    }

    /// The check that refuses a token, if one does.
    func cause(_ token: String, at seconds: Int64 = JWTFixture.now) -> TokenFailure.Cause? {
        switch self.verify(token, at: seconds) {
        case .success: nil
        case .failure(let failure): failure.cause
        }
    }
}
