import NexusCore

/// What Nexus needs of an OpenID provider's metadata (OpenID Connect Discovery 1.0 §3).
package struct ProviderMetadata: Sendable, Hashable {
    /// Where the provider publishes its keys (`jwks_uri`).
    package let keySetURL: KeySetURL

    /// Where an issuer publishes its metadata (OpenID Connect Discovery 1.0 §4).
    /// - Throws: ``KeySetError`` when the issuer is no URL that keys may come from.
    package static func url(ofIssuer issuer: String) throws(KeySetError) -> KeySetURL {
        guard !issuer.contains("?") else { throw KeySetError(.badLocation, "the issuer has a query") }
        let base = issuer.hasSuffix("/") ? issuer.dropLast() : issuer[...]
        return try KeySetURL("\(base)/.well-known/openid-configuration")
    }

    /// Reads a metadata document.
    /// - Parameters:
    ///   - bytes: The document.
    ///   - issuer: Who must have issued it, compared character by character (§4.3).
    /// - Throws: ``KeySetError`` when it is no such document, is another issuer's, or points where no keys may come from.
    package init(_ bytes: [UInt8], issuer: String) throws(KeySetError) {
        let document: JSONObject
        do {
            document = try JSONParser.parseObject(bytes, limits: Self.limits)
        } catch {
            throw KeySetError(.malformed, "the provider metadata is not a JSON object: \(error)")
        }
        guard let named = document["issuer"]?.stringValue else {
            throw KeySetError(.malformed, "the provider metadata names no issuer")
        }
        guard named.utf8.elementsEqual(issuer.utf8) else {
            throw KeySetError(.issuerMismatch, "the provider metadata names another issuer than the configured one")
        }
        guard let location = document["jwks_uri"]?.stringValue else {
            throw KeySetError(.malformed, "the provider metadata has no jwks_uri")
        }
        let url = try KeySetURL(location)
        let isLocalIssuer = try Self.url(ofIssuer: issuer).isLoopback
        // A provider elsewhere has no business on this machine's loopback.
        guard isLocalIssuer || !url.isLoopback else {
            throw KeySetError(.badLocation, "the provider's jwks_uri is this machine")
        }
        self.keySetURL = url
    }

    private static let limits = JSONParser.Limits(maximumBytes: 262_144, maximumDepth: 16, maximumNodes: 8192)
}
