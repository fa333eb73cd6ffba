/// What happened to a key set and belongs in a log: said once, not with every fetch.
package enum KeySetEvent: Sendable, Hashable {
    /// Fetches began to fail, or fail with another code than before.
    case failing(KeySetError)
    /// A set came after fetches that failed.
    case recovered
    /// A published key is left out that was not left out before.
    case skipped(KeyRing.SkippedKey)
}
