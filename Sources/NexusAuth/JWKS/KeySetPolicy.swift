/// How long a fetched key set is trusted, and how seldom its provider is asked.
package struct KeySetPolicy: Sendable, Hashable {
    /// The longest a fetched set counts as fresh (`jwks_cache_ttl`).
    package var timeToLive: Duration = .seconds(3600)
    /// The shortest a set counts as fresh, whatever the answer's cache headers say; ``timeToLive`` wins over it.
    package var minimumLifetime: Duration = .seconds(60)
    /// The share of a set's lifetime after which it is refreshed in the background, above 0 and at most 1.
    package var refreshPoint = 0.8
    /// How long a set that has outlived its freshness still serves while the provider is away (`jwks_stale_limit`).
    package var staleLimit: Duration = .seconds(24 * 3600)
    /// The least time between two fetches that requests caused, and between two retries while a usable set serves.
    package var cooldown: Duration = .seconds(30)
    /// The first pause after a failed fetch while no usable set exists; it doubles up to ``retryCeiling``.
    package var retryFloor: Duration = .seconds(1)
    /// The longest pause between two fetches while no usable set exists, and so the longest a healed provider goes unnoticed.
    package var retryCeiling: Duration = .seconds(2)
    /// How long a `kid` that a fetched set did not hold causes no further fetch.
    package var unknownKeyMemory: Duration = .seconds(60)
    /// How many such `kid`s are remembered.
    package var unknownKeyCapacity = 1024
    /// How long a request waits for a fetch that is under way.
    package var waitLimit: Duration = .seconds(2)
    /// How many requests wait at once; further ones are answered without waiting.
    package var maximumWaiters = 1024
    /// The least time between two readings of a provider's metadata because its key set could not be fetched.
    package var discoveryInterval: Duration = .seconds(300)

    /// Creates the default policy.
    package init() {}

    /// How long a set counts as fresh.
    /// - Parameter advertised: What the answer's cache headers allow, if they say.
    package func lifetime(advertised: Duration?) -> Duration {
        min(self.timeToLive, max(self.minimumLifetime, advertised ?? self.timeToLive))
    }

    /// The pause before the next attempt while no usable set exists.
    /// - Parameter failures: How many attempts failed in a row, at least 1.
    package func retryDelay(afterFailures failures: Int) -> Duration {
        let doublings = min(max(failures, 1), 32) - 1
        return min(self.retryCeiling, self.retryFloor * (1 << doublings))
    }
}
