import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import NexusAuth
import NexusCore
import ServiceLifecycle
import Synchronization
import UnixSignals

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Nexus {
    /// Checks everything, listens, and serves until a signal stops it.
    ///
    /// `SIGTERM` and `SIGINT` begin a graceful stop: readiness falls at once, requests in flight finish, the audit trail is flushed. A second
    /// signal ends the process.
    /// - Throws: ``NexusError`` with one line when something cannot hold: a route without authentication, a circular role, a port in use.
    public func start() async throws {
        try await self.serve(onRunning: nil, handlesSignals: true)
    }

    /// Serves until the task is cancelled or its service group stops, without touching signals: for apps within apps, and for tests.
    /// - Parameter onRunning: Called with the port once the server listens; runs beside it, and is cancelled when it has stopped.
    /// - Throws: ``NexusError`` as ``start()``.
    public func run(onRunning: (@Sendable (_ port: Int) async -> Void)? = nil) async throws {
        try await self.serve(onRunning: onRunning, handlesSignals: false)
    }

    private func serve(onRunning: (@Sendable (Int) async -> Void)?, handlesSignals: Bool) async throws {
        if handlesSignals { DescriptorLimit.raise() }
        try await self.running(answersEveryRoute: true) { assembly in
            try await self.runServices(assembly, onRunning: onRunning, handlesSignals: handlesSignals)
        }
    }

    /// Checks everything, starts what the app is made of, and ends it after some work, whatever comes of that.
    /// - Parameters:
    ///   - answersEveryRoute: Whether the app serves by itself, so that a route without a handler is a mistake.
    ///   - work: What to do meanwhile.
    func running(answersEveryRoute: Bool, _ work: (AppAssembly) async throws -> Void) async throws {
        var assembly = try self.assemble()
        assembly.answersEveryRoute = answersEveryRoute
        var started: [any NexusPlugin] = []
        var failure: (any Error)?
        do {
            try self.check(assembly)
            self.parts.withLock { $0.assembly = assembly }
            for plugin in self.parts.withLock({ $0.plugins }) {
                try await plugin.onStartup()
                started.append(plugin)
            }
            try assembly.components.audit?.start()
            self.health.handle(.started)
            try await work(assembly)
        } catch {
            failure = error
        }
        self.parts.withLock { $0.assembly = nil }
        for plugin in started.reversed() { await plugin.onShutdown() }
        await assembly.components.shutdown(logger: self.logger)
        if let failure { throw failure }
    }

    private func check(_ assembly: AppAssembly) throws(NexusError) {
        if assembly.answersEveryRoute, let route = assembly.routes.first(where: { $0.metadata.isAnsweredElsewhere }) {
            throw NexusError("\(route.method) \(route.path) is only declared: it has a handler where Nexus is a middleware, not here")
        }
        try assembly.runtime.current.selfTest()
    }

    private func runServices(
        _ assembly: AppAssembly, onRunning: (@Sendable (Int) async -> Void)?, handlesSignals: Bool
    ) async throws {
        let api = NexusChannel(runtime: assembly.runtime, tls: assembly.tls)
        assembly.components.registry?.register(api.counter.collector)
        let listeners = ListenerWork(self.parts.withLock { $0.listeners } + [onRunning].compactMap { $0 })
        let server = self.server(
            api, port: self.options.apiPort,
            onRunning: { [logger] channel in
                let port = channel.localAddress?.port ?? 0
                logger.info("listening", metadata: ["address": "\(self.options.apiHost):\(port)"])
                listeners.begin(port)
            })
        var services: [any Service] = [BackgroundWork(assembly: assembly, health: self.health, logger: self.logger), listeners]
        if let management = assembly.management, let port = self.options.managementPort {
            services.append(self.server(NexusChannel(runtime: management, tls: nil), port: port, onRunning: nil))
        }
        services.append(GracefulServer(server: server, health: self.health, delay: self.options.shutdownDelay))
        var configuration = ServiceGroupConfiguration(services: services, logger: self.logger)
        configuration.maximumGracefulShutdownDuration = self.options.shutdownDelay + self.options.shutdownTimeout
        let group = ServiceGroup(configuration: configuration)
        guard handlesSignals else { return try await group.run() }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { await self.handleSignals(stopping: group) }
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    private func handleSignals(stopping group: ServiceGroup) async {
        var isStopping = false
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
            guard !isStopping else {
                self.logger.error("stopped at once by a second signal", metadata: ["signal": "\(signal)"])
                exit(1)
            }
            isStopping = true
            self.logger.info("stopping", metadata: ["signal": "\(signal)"])
            await group.triggerGracefulShutdown()
        }
    }

    private func server(
        _ channel: NexusChannel, port: Int, onRunning: (@Sendable (any Channel) -> Void)?
    ) -> any Service {
        var logger = self.logger
        logger.logLevel = max(logger.logLevel, .warning)
        let server = channel.server(
            configuration: ServerConfiguration(address: .hostname(self.options.apiHost, port: port), serverName: nil, backlog: 1_024),
            // Nothing is accepted before it returns.
            onServerRunning: { [logger] listener in
                try? await channel.started(listener, logger: logger)
                onRunning?(listener)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
        return ListeningServer(server: server, address: "\(self.options.apiHost):\(port)")
    }
}
