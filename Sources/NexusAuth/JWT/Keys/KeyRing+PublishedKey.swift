internal import NexusCore

extension KeyRing {
    /// One key of a set on its way into the ring.
    struct PublishedKey {
        let index: Int
        let jwk: JSONWebKey
        let key: Result<VerificationKey, KeyError>

        init(index: Int, jwk: JSONWebKey, allowed: AlgorithmSet) {
            self.index = index
            self.jwk = jwk
            self.key = Result { () throws(KeyError) in try jwk.verificationKey(allowed: allowed) }
        }

        /// Whether a token that names this key could as well mean another one: same name, kind and algorithm, other material.
        func isConfusable(with other: PublishedKey) -> Bool {
            guard self.index != other.index, let keyID = self.jwk.keyID, keyID == other.jwk.keyID, self.jwk.type == other.jwk.type,
                self.jwk.members["crv"] == other.jwk.members["crv"]
            else { return false }
            if let one = self.jwk.algorithm, let two = other.jwk.algorithm, one != two { return false }
            guard let one = try? self.key.get(), let two = try? other.key.get() else { return true }
            return one.thumbprint != two.thumbprint
        }
    }
}
