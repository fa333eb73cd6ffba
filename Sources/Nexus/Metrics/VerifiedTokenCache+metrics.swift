package import NexusAuth

extension VerifiedTokenCache.Statistics {
    /// The cache of verified tokens as metrics.
    package var metrics: [MetricFamily] {
        let lookups = [("hit", self.hits), ("miss", self.misses)]
        return [
            MetricFamily(
                "nexus_token_cache_lookups", help: "Look-ups in the cache of verified tokens.", kind: .counter,
                samples: lookups.map { MetricSample($0.1, labels: [MetricLabel("outcome", $0.0)]) }
            ),
            .counter("nexus_token_cache_evictions", "Verified tokens dropped for room.", self.evictions),
            .gauge("nexus_token_cache_entries", "Verified tokens held.", self.entries),
            .gauge("nexus_token_cache_size_bytes", "Estimated memory of the verified tokens.", self.bytes),
        ]
    }
}
