import NexusAuth
import NexusCore
import NexusTesting

/// Judges tokens as the gate does: it waits for keys where a check asks for it, at most twice.
struct KeySetVerifier: Sendable {
    private let verifier: TokenVerifier

    init(_ provider: FakeIdentityProvider, keys: RemoteKeySet) throws {
        let config = JWTConfig(
            algorithms: [.es256, .es384, .rs256, .ps256, .edDSA], jwksURL: provider.keySetURL, issuer: AcceptedValues([provider.issuer]))
        self.verifier = TokenVerifier(policy: try config.compile { _, _, _ in keys }) { Principal(identity: $0, grants: Grants()) }
    }

    func admits(_ token: String) async -> Bool {
        for _ in 0..<3 {
            let now = TimeSource.system.now()
            switch self.verifier.begin(token, now: now) {
            case .verified: return true
            case .failed, .unconfirmedKey: return false
            case .signaturePending(let pending):
                if case .success = self.verifier.finish(pending, now: now) { return true }
                return false
            case .keysUnavailable(let keys), .unknownKey(let keys, _): await keys.refresh()
            }
        }
        return false
    }
}
