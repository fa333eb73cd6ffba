internal import NexusCore
internal import Synchronization

/// A token whose signature and claims were found right, and everything that is judged again on each later use.
package final class VerifiedToken: Sendable {
    /// Who it stands for, with grants compiled.
    package let principal: Principal
    /// The place of its issuer in the configuration.
    package let issuerIndex: Int
    /// The algorithm it was verified with.
    package let algorithm: JWTAlgorithm
    /// The `kid` of its header, if it has one.
    package let keyID: String?
    /// The key that verified it.
    package let thumbprint: KeyThumbprint
    let times: TokenTimes
    private let generation: Atomic<UInt64>

    init(
        principal: Principal,
        issuerIndex: Int,
        algorithm: JWTAlgorithm,
        keyID: String?,
        thumbprint: KeyThumbprint,
        times: TokenTimes,
        generation: UInt64
    ) {
        self.principal = principal
        self.issuerIndex = issuerIndex
        self.algorithm = algorithm
        self.keyID = keyID
        self.thumbprint = thumbprint
        self.times = times
        self.generation = Atomic(generation)
    }

    /// Whether its key is among the current keys. They are searched only when they have changed since the last answer.
    func isBacked(by ring: KeyRing, generation: UInt64) -> Bool {
        if self.generation.load(ordering: .relaxed) == generation { return true }
        guard ring.stillHas(self.thumbprint, keyID: self.keyID, algorithm: self.algorithm) else { return false }
        self.generation.store(generation, ordering: .relaxed)
        return true
    }
}
