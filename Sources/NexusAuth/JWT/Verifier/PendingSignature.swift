internal import NexusCore

/// A token that passed every cheap check and waits for the one that costs.
package final class PendingSignature: Sendable {
    let hash: TokenHash?
    let jws: CompactJWS
    let signature: [UInt8]
    let claims: JSONObject
    let times: TokenTimes
    let issuerIndex: Int
    let candidates: [VerificationKey]
    let generation: UInt64

    init(
        hash: TokenHash?,
        jws: CompactJWS,
        signature: [UInt8],
        claims: JSONObject,
        times: TokenTimes,
        issuerIndex: Int,
        candidates: [VerificationKey],
        generation: UInt64
    ) {
        self.hash = hash
        self.jws = jws
        self.signature = signature
        self.claims = claims
        self.times = times
        self.issuerIndex = issuerIndex
        self.candidates = candidates
        self.generation = generation
    }

    /// The key that made the signature, if one of the candidates did.
    func verifyingKey() -> VerificationKey? {
        self.candidates.first {
            $0.isValid(self.signature, for: self.jws.signingInput, algorithm: self.jws.header.algorithm)
        }
    }
}
