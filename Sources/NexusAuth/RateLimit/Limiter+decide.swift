import NexusCore

extension Limiter {
    /// Asks the shared store, and does what the failure policy says when it cannot decide.
    package func decide(_ request: RemoteLimitRequest) async -> RemoteLimitOutcome {
        let rule = self.rules[request.rule]
        if let store = self.store {
            do {
                let decision = try await store.take(key: request.subject.storeKey(rule: rule.name), rule: rule)
                self.remoteCounters.count(decision, rule: rule.name)
                return .decided(decision, isDegraded: false)
            } catch {
                // Whatever the reason, the policy decides, and its use is counted. The store knows the reason, and says it to the log.
            }
        }
        return self.decideWithoutStore(request, rule)
    }

    private func decideWithoutStore(_ request: RemoteLimitRequest, _ rule: LimitRule) -> RemoteLimitOutcome {
        let policy = self.failurePolicies[request.rule]
        self.remoteCounters.count(fallback: policy)
        if policy == .local, let table = self.localShare {
            let key = request.subject.key(seed: self.seed)
            return .decided(table.take(key, rule: request.rule, now: request.now.uptimeNanoseconds), isDegraded: true)
        }
        guard policy != .closed || rule.isShadow else { return .unavailable }
        let passing = LimitDecision(isAllowed: true, remaining: rule.capacity, resetAfter: 0, retryAfter: 0)
        return .decided(passing, isDegraded: true)
    }
}
