extension KeyRing {
    private struct Fingerprint: Hashable {
        let keyID: String?
        let thumbprint: KeyThumbprint
        let algorithms: AlgorithmSet

        init(_ key: VerificationKey) {
            self.keyID = key.keyID
            self.thumbprint = key.thumbprint
            self.algorithms = key.algorithms
        }
    }

    /// Whether both rings verify the same tokens: the same names for the same material and algorithms, in any order.
    func hasSameKeys(as other: KeyRing) -> Bool {
        Set(self.keys.map(Fingerprint.init)) == Set(other.keys.map(Fingerprint.init))
    }
}
