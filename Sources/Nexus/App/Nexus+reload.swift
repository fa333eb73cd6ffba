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
    /// - Throws: ``NexusError`` when the new policy cannot be, also where it brings authentication to an app that was started without: it has no
    ///   audit trail. Then the old one stays.
    public func reload(options: NexusOptions, auth: NexusAuthPlugin?) throws {
        // One at a time: each takes over the counters and key sets of the policy that it replaces.
        try self.reloading.withLock { _ in try self.replacePolicy(options: options, auth: auth) }
    }

    private func replacePolicy(options: NexusOptions, auth: NexusAuthPlugin?) throws {
        guard let assembly = self.parts.withLock({ $0.assembly }) else {
            throw NexusError("the app does not run: there is nothing to reload")
        }
        if !assembly.answersEveryRoute { try options.checkForMiddleware() }
        let (options, auth) = try self.effective(options, auth)
        guard auth == nil || assembly.components.audit != nil else {
            throw NexusError("the app was started without authentication and has no audit trail; start it anew to add authentication")
        }
        let before = assembly.runtime.current
        let components = try assembly.components.updated(
            options: options, auth: auth, replacing: before)
        let app = try self.compile(assembly.routes, options, auth, components, metrics: before.metrics)
        try app.selfTest()
        assembly.runtime.replace(with: app)
        self.logger.info("a new policy is in force")
    }
}
