/// Where an issuer's keys are found.
package enum KeySetLocation: Sendable, Hashable {
    /// The key set itself (`jwks_url`).
    case url(String)
    /// The `jwks_uri` in the issuer's metadata (OpenID Connect Discovery 1.0 §4).
    case discovery(issuer: String)
}
