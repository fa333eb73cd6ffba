/// Figures of a remote key set, for metrics.
package struct KeySetCounters: Sendable, Hashable {
    /// Fetches that brought a set.
    package var fetchesSucceeded = 0
    /// Fetches that did not.
    package var fetchesFailed = 0
    /// Tokens that named a key which the set does not hold.
    package var unknownKeys = 0
    /// Tokens whose signature did not fit the key they named, as far as they were reported.
    package var badSignatures = 0
    /// Usable keys of the current set.
    package var keys = 0
    /// Keys of the current set that were left out.
    package var skippedKeys = 0
}
