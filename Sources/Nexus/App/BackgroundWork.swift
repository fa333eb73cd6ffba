import Logging
import NexusAuth
import NexusCore
import NexusRedis
import ServiceLifecycle

/// What runs beside the servers: key sets, Redis, health checks, certificates, and the sweep of old limits.
struct BackgroundWork: Service, CustomStringConvertible {
    let assembly: AppAssembly
    let health: HealthMonitor
    let logger: Logger

    /// The service group prints its services when it starts; without a name of its own this one would be printed with all it holds.
    var description: String { "background work" }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.runKeySets() }
            if let redis = self.assembly.components.redis { group.addTask { await redis.run() } }
            group.addTask { await self.health.run() }
            group.addTask { await self.repeatedly(every: .seconds(1)) { self.sweep() } }
            // Runs until the servers have stopped: they are stopped first, and this is cancelled then.
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }

    /// Runs the key sets of the policy in force: a reload may bring others.
    private func runKeySets() async {
        var running: [ObjectIdentifier: Task<Void, Never>] = [:]
        while !Task.isCancelled {
            let wanted = self.assembly.runtime.current.gate.verifier?.policy.keySets ?? []
            let identifiers = Set(wanted.map(ObjectIdentifier.init))
            for (identifier, task) in running where !identifiers.contains(identifier) {
                task.cancel()
                running[identifier] = nil
            }
            for keys in wanted where running[ObjectIdentifier(keys)] == nil {
                running[ObjectIdentifier(keys)] = Task { await keys.run() }
            }
            await self.assembly.runtime.waitForReplacement()
        }
        for task in running.values { task.cancel() }
    }

    private func sweep() {
        let app = self.assembly.runtime.current
        app.gate.limiter?.sweep(now: app.time.now())
        do {
            if try self.assembly.tls?.reloadIfChanged() == true { self.logger.info("the TLS certificate was read again") }
        } catch {
            self.logger.error("the TLS certificate stays as it was", metadata: ["error": "\(error)"])
        }
    }

    private func repeatedly(every interval: Duration, _ work: () -> Void) async {
        while !Task.isCancelled {
            work()
            try? await Task.sleep(for: interval)
        }
    }
}
