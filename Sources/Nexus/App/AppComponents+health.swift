import NexusAuth
import NexusCore
import NexusRedis

extension AppComponents {
    /// What readiness depends on, each read from the state that its owner keeps.
    ///
    /// - Parameter runtime: The policy in force: a reload may bring other key sets, or the first. Not kept alive: its routes hold the checks.
    func healthChecks(_ runtime: Runtime) -> [HealthCheck] {
        var checks: [HealthCheck] = []
        // Also where there are none yet: what was started with a trail may be given key sets by a reload.
        if self.audit != nil {
            checks.append(
                .pushed("key_sets") { [weak runtime] in
                    runtime?.current.gate.verifier?.policy.keySets.map(\.status.health).max { $0.level < $1.level } ?? .healthy
                })
        }
        if let redis = self.redis {
            // Requests are still decided while Redis is away, as `fail_open` says: degraded, not away.
            checks.append(
                .pushed("redis", isCritical: false) { [weak runtime] in
                    guard redis.isAvailable else { return .unhealthy("Redis does not answer") }
                    return runtime?.isLimitStoreAvailable ?? true ? .healthy : .unhealthy("Redis refuses to decide about limits")
                })
        } else if self.limiter.hasStore {
            checks.append(
                .pushed("limit_store", isCritical: false) { [weak runtime] in
                    runtime?.isLimitStoreAvailable ?? true ? .healthy : .unhealthy("the shared limit store does not decide")
                })
        }
        if let audit = self.audit {
            checks.append(
                .pushed("audit") {
                    let status = audit.status
                    return status.isHealthy ? .healthy : .unhealthy(status.lastError ?? "records cannot be written")
                }
            )
            if let path = audit.config.path {
                checks.append(.diskSpace("audit_disk", path: path.directoryOfPath, isCritical: audit.config.overflow == .block))
            }
        }
        return checks
    }
}

extension Runtime {
    fileprivate var isLimitStoreAvailable: Bool { self.current.gate.limiter?.isStoreAvailable ?? true }
}

extension KeySetStatus {
    fileprivate var health: HealthStatus {
        switch self.state {
        case .fresh: .healthy
        case .stale: .degraded("old keys are served while the provider is away\(self.reason)")
        default: .unhealthy("no usable keys\(self.reason)")
        }
    }

    /// Why the latest fetch failed, in words of ours.
    private var reason: String { self.lastError.map { " (\($0))" } ?? "" }
}

extension String {
    /// The folder of a file's path.
    fileprivate var directoryOfPath: String {
        guard let slash = self.lastIndex(of: "/") else { return "." }
        return slash == self.startIndex ? "/" : String(self[..<slash])
    }
}
