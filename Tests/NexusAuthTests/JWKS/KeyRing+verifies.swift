@testable import NexusAuth

extension KeyRing {
    /// Whether a compact token is signed by one of the keys that it may have been signed with; claims are not looked at.
    func verifies(_ token: String) throws -> Bool {
        let jws = try CompactJWS(token[...], maximumSize: 8192)
        let signature = try jws.signature()
        return self.candidates(keyID: jws.header.keyID, algorithm: jws.header.algorithm).contains {
            $0.isValid(signature, for: jws.signingInput, algorithm: jws.header.algorithm)
        }
    }
}
