package import NexusAuth

extension LimitCounters {
    /// The rate limiter as metrics.
    package var metrics: [MetricFamily] {
        let decisions = self.rules.flatMap { rule in
            [("allowed", rule.allowed), ("limited", rule.limited), ("shadowed", rule.shadowed)].map { outcome, count in
                MetricSample(count, labels: [MetricLabel("rule", rule.name), MetricLabel("outcome", outcome)])
            }
        }
        let fallbacks = [("open", self.fallbacksOpen), ("closed", self.fallbacksClosed), ("local", self.fallbacksLocal)]
        return [
            MetricFamily("nexus_limiter_decisions", help: "Decisions of the rate limiter.", kind: .counter, samples: decisions),
            MetricFamily(
                "nexus_limiter_fallbacks", help: "Decisions taken without the shared store, by what was done instead.", kind: .counter,
                samples: fallbacks.map { MetricSample($0.1, labels: [MetricLabel("policy", $0.0)]) }
            ),
            .gauge("nexus_limiter_keys", "Callers with a bucket in memory.", self.memory.keys),
            .gauge("nexus_limiter_memory_bytes", "Memory of the buckets.", self.memory.bytes),
            .counter(
                "nexus_limiter_overflow_decisions", "Decisions from a shared bucket, for want of room.", self.memory.overflowDecisions),
            .gauge("nexus_limiter_store_available", "Whether the shared store answered lately: 1 or 0.", self.isStoreAvailable ? 1 : 0),
        ]
    }
}
