/// A set of signature algorithms as bits.
package struct AlgorithmSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package init(_ algorithms: some Sequence<JWTAlgorithm>) {
        self.init(rawValue: algorithms.reduce(0) { $0 | 1 << UInt16($1.kind.rawValue) })
    }

    /// Whether an algorithm is in the set.
    package func contains(_ algorithm: JWTAlgorithm) -> Bool {
        self.rawValue & 1 << UInt16(algorithm.kind.rawValue) != 0
    }

    /// The algorithms of the set.
    package var algorithms: [JWTAlgorithm] { JWTAlgorithm.all.filter(self.contains) }

    /// HS256, HS384, HS512.
    package static let hmac = AlgorithmSet([.hs256, .hs384, .hs512])
    /// RS256 to RS512 and PS256 to PS512: what an RSA key can do.
    package static let rsa = AlgorithmSet([.rs256, .rs384, .rs512, .ps256, .ps384, .ps512])
    /// ES256: what a key on P-256 can do.
    package static let p256 = AlgorithmSet([.es256])
    /// ES384: what a key on P-384 can do.
    package static let p384 = AlgorithmSet([.es384])
    /// ES512: what a key on P-521 can do.
    package static let p521 = AlgorithmSet([.es512])
    /// EdDSA: what an Ed25519 key can do.
    package static let ed25519 = AlgorithmSet([.edDSA])
    /// Every algorithm.
    package static let all = AlgorithmSet(JWTAlgorithm.all)
    /// Every algorithm with a public key.
    package static let asymmetric = AlgorithmSet.all.subtracting(.hmac)
}
