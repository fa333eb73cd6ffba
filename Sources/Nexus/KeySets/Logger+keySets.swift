import Logging
import NexusAuth

extension Logger {
    /// Longest name of a published key that is logged, in characters.
    private static let maximumKeyIDLength = 64

    /// Says what happened to a key set. Errors and reasons are words of ours; the names of keys are public, and cut.
    func note(_ event: KeySetEvent, of location: KeySetLocation) {
        var metadata: Logger.Metadata = ["key_set": "\(location.withoutQuery)"]
        switch event {
        case .failing(let error):
            metadata["error"] = "\(error)"
            self.warning("a key set could not be fetched", metadata: metadata)
        case .recovered:
            self.info("a key set is fetched again", metadata: metadata)
        case .skipped(let key):
            metadata["index"] = "\(key.index)"
            metadata["kid"] = key.keyID.map { "\($0.prefix(Self.maximumKeyIDLength))" }
            metadata["reason"] = "\(key.reason)"
            self.warning("a published key is left out", metadata: metadata)
        }
    }
}

extension KeySetLocation {
    fileprivate var withoutQuery: Substring {
        switch self {
        case .url(let url): url.prefix { $0 != "?" }
        case .discovery(let issuer): issuer[...]
        }
    }
}
