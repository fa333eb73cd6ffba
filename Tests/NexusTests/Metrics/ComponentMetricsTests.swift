import Testing

@testable import Nexus
@testable import NexusAuth

@Suite("Metrics of the gate's parts")
struct ComponentMetricsTests {
    private func text(_ families: [MetricFamily]) -> String {
        String(decoding: ExpositionWriter.exposition(of: families, as: .prometheus), as: UTF8.self)
    }

    @Test("key sets")
    func keySets() {
        var counters = KeySetCounters()
        counters.fetchesSucceeded = 3
        counters.fetchesFailed = 1
        counters.keys = 2
        let status = KeySetStatus(state: .stale, age: .seconds(90), lastError: nil)
        let text = self.text(KeySetCounters.metrics(of: [("https://id.example.com", counters, status)]))
        #expect(text.contains("nexus_key_fetches_total{key_set=\"https://id.example.com\",outcome=\"failure\"} 1\n"))
        #expect(text.contains("nexus_key_fetches_total{key_set=\"https://id.example.com\",outcome=\"success\"} 3\n"))
        #expect(text.contains("nexus_key_set_age_seconds{key_set=\"https://id.example.com\"} 90\n"))
        #expect(text.contains("nexus_key_set_usable{key_set=\"https://id.example.com\"} 1\n"))
    }

    @Test("the cache of verified tokens")
    func tokenCache() {
        var statistics = VerifiedTokenCache.Statistics()
        statistics.hits = 9
        statistics.misses = 4
        let text = self.text(statistics.metrics)
        #expect(text.contains("nexus_token_cache_lookups_total{outcome=\"hit\"} 9\n"))
        #expect(text.contains("nexus_token_cache_lookups_total{outcome=\"miss\"} 4\n"))
    }
}
