package import NexusAuth
import NexusCore

extension KeySetCounters {
    /// Remote key sets as metrics.
    /// - Parameter sets: Each set with a name that does not change, such as its issuer.
    package static func metrics(of sets: [(name: String, counters: KeySetCounters, status: KeySetStatus)]) -> [MetricFamily] {
        func label(_ name: String) -> MetricLabel { MetricLabel("key_set", name) }
        func perSet(_ name: String, _ help: String, _ kind: MetricFamily.Kind, _ value: (KeySetCounters) -> Int) -> MetricFamily {
            let samples = sets.map { MetricSample(value($0.counters), labels: [label($0.name)]) }
            return MetricFamily(name, help: help, kind: kind, samples: samples)
        }
        let fetches = sets.flatMap { set in
            [("success", set.counters.fetchesSucceeded), ("failure", set.counters.fetchesFailed)].map { outcome, count in
                MetricSample(count, labels: [label(set.name), MetricLabel("outcome", outcome)])
            }
        }
        let ages = sets.compactMap { set in
            set.status.age.map { MetricSample(.number(Double($0.nanoseconds) * 1e-9), labels: [label(set.name)]) }
        }
        return [
            MetricFamily("nexus_key_fetches", help: "Fetches of a key set.", kind: .counter, samples: fetches),
            MetricFamily("nexus_key_set_age_seconds", help: "Time since a key set was fetched.", kind: .gauge, samples: ages),
            MetricFamily(
                "nexus_key_set_usable", help: "Whether tokens can be verified with a key set: 1 or 0.", kind: .gauge,
                samples: sets.map { MetricSample($0.status.isUsable ? 1 : 0, labels: [label($0.name)]) }
            ),
            perSet("nexus_keys", "Usable keys of a key set.", .gauge) { $0.keys },
            perSet("nexus_keys_skipped", "Keys of a key set that were left out.", .gauge) { $0.skippedKeys },
            perSet("nexus_key_unknown_ids", "Tokens that named a key which the set does not hold.", .counter) { $0.unknownKeys },
            perSet("nexus_key_bad_signatures", "Tokens whose signature did not fit their key.", .counter) { $0.badSignatures },
        ]
    }
}
