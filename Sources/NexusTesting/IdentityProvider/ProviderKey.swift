import NexusAuth
import NexusCore

/// A signing key and how it is published.
struct ProviderKey: Sendable {
    let kid: String
    let signer: TokenSigner
    /// The public half as a JSON Web Key (RFC 7517).
    let jwk: JSONObject

    var algorithm: JWTAlgorithm { self.signer.algorithm }

    init(_ algorithm: JWTAlgorithm, kid: String) throws {
        guard !algorithm.isSymmetric else {
            throw FakeIdentityProviderError("an identity provider does not publish a secret for \(algorithm)")
        }
        let key = try SigningKey.generate(for: algorithm)
        self.kid = kid
        self.signer = TokenSigner(key, algorithm: algorithm, keyID: kid)
        self.jwk = try key.publicJWK(keyID: kid, algorithm: algorithm)
    }
}
