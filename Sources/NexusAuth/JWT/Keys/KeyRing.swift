/// An immutable set of verification keys, found by name and by algorithm.
package struct KeyRing: Sendable {
    /// A published key that was left out, and why.
    package struct SkippedKey: Sendable, Hashable {
        /// Its place in the set, from 0.
        package let index: Int
        /// Its name, if it has one.
        package let keyID: String?
        /// One line for a person, without key material.
        package let reason: String
    }

    /// Most keys that a token without `kid` is tried with.
    package static let maximumCandidates = 4

    /// The keys, in the order they were published.
    package let keys: [VerificationKey]
    /// Keys that were left out.
    package let skipped: [SkippedKey]
    private let byKeyID: [String: [VerificationKey]]
    /// For each algorithm the first keys that have it.
    private let byAlgorithm: [[VerificationKey]]
    private let choosesByAlgorithmAlone: Bool

    private init(keys: [VerificationKey], skipped: [SkippedKey], choosesByAlgorithmAlone: Bool) {
        self.keys = keys
        self.skipped = skipped
        self.choosesByAlgorithmAlone = choosesByAlgorithmAlone
        self.byAlgorithm = JWTAlgorithm.all.map { algorithm in
            Array(keys.lazy.filter { $0.algorithms.contains(algorithm) }.prefix(Self.maximumCandidates))
        }
        self.byKeyID = Dictionary(grouping: keys.filter { $0.keyID != nil }) { $0.keyID ?? "" }
    }

    /// Creates a ring of configured keys. They have no names: the algorithm alone chooses, whatever `kid` a token carries.
    package init(configured keys: [VerificationKey]) {
        self.init(keys: keys, skipped: [], choosesByAlgorithmAlone: true)
    }

    /// Creates a ring of published keys.
    init(published keys: [VerificationKey], skipped: [SkippedKey]) {
        self.init(keys: keys, skipped: skipped, choosesByAlgorithmAlone: false)
    }

    /// Whether the set has a key of this name, whatever its algorithms.
    package func contains(keyID: String) -> Bool {
        self.byKeyID[keyID] != nil
    }

    /// The keys that a token may have been signed with.
    ///
    /// A token that names a key gets that key or none. A token that names none gets the keys that have its algorithm, at most
    /// ``maximumCandidates``.
    /// - Parameters:
    ///   - keyID: The token's `kid`, if it has one.
    ///   - algorithm: The token's `alg`.
    package func candidates(keyID: String?, algorithm: JWTAlgorithm) -> [VerificationKey] {
        if let keyID, !self.choosesByAlgorithmAlone {
            let named = self.byKeyID[keyID] ?? []
            return named.allSatisfy { $0.algorithms.contains(algorithm) } ? named : named.filter { $0.algorithms.contains(algorithm) }
        }
        return self.byAlgorithm[Int(algorithm.kind.rawValue)]
    }

    /// Whether a token that one key verified would still be verified by it.
    package func stillHas(_ thumbprint: KeyThumbprint, keyID: String?, algorithm: JWTAlgorithm) -> Bool {
        self.candidates(keyID: keyID, algorithm: algorithm).contains { $0.thumbprint == thumbprint }
    }
}
