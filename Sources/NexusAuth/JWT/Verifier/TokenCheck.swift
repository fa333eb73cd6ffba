/// What a token's cheap checks came to.
package enum TokenCheck: Sendable {
    /// It was verified before, and still holds.
    case verified(VerifiedToken)
    /// It is refused.
    case failed(TokenFailure)
    /// Only its signature is left to check: call ``TokenVerifier/finish(_:now:)``.
    case signaturePending(PendingSignature)
    /// Its issuer's keys were never fetched, or are too old: await their refresh and begin again, or answer 503.
    case keysUnavailable(RemoteKeySet)
    /// It names a key that is not known yet, and newer keys are on their way: await their refresh and begin again; if they are still on
    /// their way then, answer 503.
    case unknownKey(RemoteKeySet, keyID: String)
    /// It names a key that is not known, and the latest fetch of its issuer's keys failed: answer 503.
    case unconfirmedKey
}
