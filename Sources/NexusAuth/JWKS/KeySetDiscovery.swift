package import NexusCore

/// Knows where the keys are, and when a provider's metadata must be read to find out.
package struct KeySetDiscovery: Sendable {
    private let issuer: String?
    private let interval: Duration
    private let metadataURL: KeySetURL?
    private var lastReading: Int64?
    private var lastFetchFailed = false

    /// The key set's location; nil until the metadata was read.
    package private(set) var keySetURL: KeySetURL?

    /// Creates a discovery.
    /// - Parameters:
    ///   - location: The key set, or the issuer who publishes where it is.
    ///   - interval: The least time between two readings of the metadata once the key set's location is known.
    /// - Throws: ``KeySetError`` when the location is no URL that keys may come from.
    package init(_ location: KeySetLocation, interval: Duration) throws(KeySetError) {
        self.interval = interval
        switch location {
        case .url(let text):
            self.issuer = nil
            self.metadataURL = nil
            self.keySetURL = try KeySetURL(text)
        case .discovery(let issuer):
            self.issuer = issuer
            self.metadataURL = try ProviderMetadata.url(ofIssuer: issuer)
        }
    }

    /// The metadata to read before the next fetch of keys: until the location is known, and again when fetching them failed.
    package mutating func metadataDue(now: Moment) -> KeySetURL? {
        guard let metadataURL else { return nil }
        if self.keySetURL != nil {
            guard self.lastFetchFailed else { return nil }
            if let lastReading, now.uptimeNanoseconds - lastReading < self.interval.nanoseconds { return nil }
        }
        self.lastReading = now.uptimeNanoseconds
        return metadataURL
    }

    /// Takes the location from metadata that was read.
    /// - Throws: ``KeySetError``; the location known before stays.
    package mutating func learn(_ metadata: [UInt8]) throws(KeySetError) {
        guard let issuer else { return }
        self.keySetURL = try ProviderMetadata(metadata, issuer: issuer).keySetURL
    }

    /// Remembers how the fetch of the keys ended.
    package mutating func fetchEnded(successfully: Bool) {
        self.lastFetchFailed = !successfully
    }
}
