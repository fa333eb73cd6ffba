import NexusAuth
import NexusCore

extension AppComponents {
    /// Shows everything that is counted to the registry: requests, decisions, tokens, keys, limits, the audit trail, the process.
    /// - Parameter runtime: The policy in force, which a reload replaces. Not kept alive: its routes hold the registry.
    func register(_ runtime: Runtime) {
        guard let registry = self.registry else { return }
        if let requests = runtime.current.metrics {
            registry.register(requests.http.collector)
            registry.register(requests.decisions.collector)
        }
        registry.register(.process)
        registry.register(PrometheusCollector { [weak runtime] in runtime?.current.gate.limiter?.counters.metrics ?? [] })
        registry.register(PrometheusCollector { [weak runtime] in runtime?.current.gate.verifier?.cacheStatistics.metrics ?? [] })
        registry.register(
            PrometheusCollector { [weak runtime] in
                let keySets = runtime?.current.gate.verifier?.policy.keySets ?? []
                return KeySetCounters.metrics(of: keySets.enumerated().map { (String($0 + 1), $1.counters, $1.status) })
            }
        )
        if let audit = self.audit { registry.register(PrometheusCollector { audit.status.metrics }) }
    }
}
