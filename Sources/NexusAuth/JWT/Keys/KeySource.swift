/// Where the keys of an issuer come from.
package enum KeySource: Sendable {
    /// The configuration.
    case fixed(KeyRing)
    /// A key set that its publisher may change at any time.
    case remote(RemoteKeySet)
}
