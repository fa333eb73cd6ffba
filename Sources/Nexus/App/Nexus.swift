public import Logging
import NexusAuth
public import NexusCore
import Synchronization

/// An HTTP API behind one gate.
///
/// ```swift
/// let app = Nexus(apiPort: 8000, corsOrigins: ["https://app.example.com"])
/// try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .environment("JWT_SECRET"))))
/// app.get("/profile", .anyIdentity) { request in ["user_id": request.identity.userID] }
/// try await app.start()
/// ```
///
/// Routes and plugins are declared before the start; everything that can be checked is checked then, and nothing listens before
/// all of it holds.
public final class Nexus: Sendable {
    struct Parts {
        var plugins: [any NexusPlugin] = []
        var auth: NexusAuthPlugin?
        var healthChecks: [HealthCheck] = []
        var assembly: AppAssembly?
        var listeners: [@Sendable (_ port: Int) async -> Void] = []
    }

    /// What the app was created with.
    public let options: NexusOptions
    let registry = RouteRegistry()
    let parts = Mutex(Parts())
    /// Held while a policy is replaced.
    let reloading = Mutex(())
    let time: TimeSource
    /// Where the app logs.
    public let logger: Logger
    let health: HealthMonitor

    /// Creates an app from options.
    /// - Parameters:
    ///   - options: What it is made of besides routes and plugins.
    ///   - logger: Where it logs; a logger of its own by default.
    ///   - time: Where the time comes from; the system outside of tests.
    public init(options: NexusOptions, logger: Logger? = nil, time: TimeSource = .system) {
        self.options = options
        self.time = time
        let logger =
            logger
            ?? Logger(label: "nexus") { label in
                NexusLogHandler(label: label, level: options.logLevel, format: options.logFormat)
            }
        self.logger = logger
        self.health = HealthMonitor(version: options.version, time: time, logger: logger)
    }

    /// Creates an app.
    /// - Parameters:
    ///   - preset: A stack of defaults.
    ///   - apiHost: The address to listen on.
    ///   - apiPort: The port to listen on; 0 lets the system choose.
    ///   - rateLimit: Requests a minute: each caller's limit (100 by default) while no plugin brings one, else a cap on each address.
    ///   - corsOrigins: Which web pages of other origins may call: exact, `https://*.example.com`, or `*`.
    ///   - corsAllowCredentials: Whether their cookies may come along; refused together with `*`.
    ///   - corsAllowMethods: Methods that a preflight allows.
    ///   - corsAllowHeaders: Header fields that a preflight allows.
    ///   - corsExposeHeaders: Header fields that pages may read.
    ///   - corsMaxAge: For how many seconds a browser may keep a preflight's answer.
    ///   - enableMonitoring: Whether metrics are collected and served.
    ///   - managementPort: A port of its own for probes and metrics.
    ///   - logLevel: The least level that is logged.
    ///   - logFormat: How log lines look.
    ///   - autoDiscovery: Not there yet: `true` is refused at start.
    ///   - trustedProxies: Proxies whose word about a client's address counts.
    ///   - tls: Certificate and key; plain HTTP without them.
    ///   - limits: How much a client may ask for.
    public convenience init(
        preset: Preset = .lightweight,
        apiHost: String = "127.0.0.1",
        apiPort: Int = 8000,
        rateLimit: Int? = nil,
        corsOrigins: [String] = [],
        corsAllowCredentials: Bool = false,
        corsAllowMethods: [String] = CORSConfig.defaultMethods,
        corsAllowHeaders: [String] = CORSConfig.defaultAllowedHeaders,
        corsExposeHeaders: [String] = CORSConfig.defaultExposedHeaders,
        corsMaxAge: Int = 600,
        enableMonitoring: Bool = false,
        managementPort: Int? = nil,
        logLevel: Logger.Level = .info,
        logFormat: LogFormat = .json,
        autoDiscovery: Bool = false,
        trustedProxies: [String] = [],
        tls: TLSOptions? = nil,
        limits: ServerLimits = ServerLimits()
    ) {
        var options = NexusOptions()
        options.preset = preset
        options.apiHost = apiHost
        options.apiPort = apiPort
        options.rateLimit = rateLimit
        if !corsOrigins.isEmpty {
            options.cors = CORSConfig(
                origins: corsOrigins,
                allowCredentials: corsAllowCredentials,
                allowMethods: corsAllowMethods,
                allowHeaders: corsAllowHeaders,
                exposeHeaders: corsExposeHeaders,
                maxAge: corsMaxAge
            )
        }
        options.enableMonitoring = enableMonitoring
        options.managementPort = managementPort
        options.logLevel = logLevel
        options.logFormat = logFormat
        options.autoDiscovery = autoDiscovery
        options.trustedProxies = trustedProxies
        options.tls = tls
        options.limits = limits
        self.init(options: options)
    }

    /// Adds a plugin.
    /// - Throws: ``NexusError`` for a name that is taken, or what the plugin throws.
    public func addPlugin(_ plugin: some NexusPlugin) throws {
        guard !self.parts.withLock({ $0.plugins.contains { $0.name == plugin.name } }) else {
            throw NexusError("a plugin named \(plugin.name) is already there")
        }
        try plugin.install(on: self)
        self.parts.withLock { $0.plugins.append(plugin) }
    }

    /// Adds a component to `/health` and `/readyz`.
    public func addHealthCheck(_ check: HealthCheck) {
        self.parts.withLock { $0.healthChecks.append(check) }
    }

    /// Adds work to be done once the server listens: beside it, and cancelled when it has stopped.
    /// - Parameter work: Is given the port.
    public func onListening(_ work: @escaping @Sendable (_ port: Int) async -> Void) {
        self.parts.withLock { $0.listeners.append(work) }
    }

    /// How the app and what it depends on are doing: the content of `/health`.
    public func healthCheck() -> HealthReport {
        self.health.report()
    }

    func install(_ auth: NexusAuthPlugin) {
        self.parts.withLock { $0.auth = auth }
    }
}

extension Nexus: RouteRegistering {
    /// Adds a route. Used by the verbs.
    public func register(_ registration: RouteRegistration) {
        self.registry.register(registration)
    }
}
