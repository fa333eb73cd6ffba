import Logging
import NexusAuth
import NexusCore
import Synchronization

extension Nexus {
    /// Puts another policy in force without dropping a request, a connection or a counter.
    ///
    /// Tokens and keys, roles, tenants, limits of callers, CORS, header fields, request limits and trusted proxies change; requests that are open
    /// finish with the policy they began with. A key set that both policies name goes on as it is, and what callers used of a limit stays
    /// used while its rule keeps its name. Ports, TLS files, the audit trail, Redis and the docs' assets are read at the start alone.
    /// - Parameters:
    ///   - options: The options that replace those of the start.
    ///   - auth: The plugin that replaces the one of the start.
    /// - Throws: ``NexusError`` when the new policy cannot be; then the old one stays.
    public func reload(options: NexusOptions, auth: NexusAuthPlugin?) throws {
        // One at a time: each takes over the counters and key sets of the policy that it replaces.
        try self.reloading.withLock { _ in try self.replacePolicy(options: options, auth: auth) }
    }

    private func replacePolicy(options: NexusOptions, auth: NexusAuthPlugin?) throws {
        guard let assembly = self.parts.withLock({ $0.assembly }) else {
            throw NexusError("the app does not run: there is nothing to reload")
        }
        let (options, auth) = try self.effective(options, auth)
        let before = assembly.runtime.current
        let components = try assembly.components.updated(
            options: options, auth: auth, replacing: before)
        let app = try self.compile(assembly.routes, options, auth, components, metrics: before.metrics)
        try app.selfTest()
        assembly.runtime.replace(with: app)
        self.logger.info("a new policy is in force")
    }
}
