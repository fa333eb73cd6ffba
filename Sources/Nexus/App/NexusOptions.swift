public import Logging
import NexusCore

/// What an app is made of besides its routes and plugins: the parameters of ``Nexus/Nexus/init(preset:apiHost:apiPort:rateLimit:corsOrigins:corsAllowCredentials:corsAllowMethods:corsAllowHeaders:corsExposeHeaders:corsMaxAge:enableMonitoring:managementPort:logLevel:logFormat:autoDiscovery:trustedProxies:tls:limits:)``.
public struct NexusOptions: Sendable {
    /// A stack of defaults.
    public var preset: Preset = .lightweight
    /// The address to listen on.
    public var apiHost = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose.
    public var apiPort = 8000
    /// Requests a minute: each caller's limit while no plugin brings one, else a cap on each address.
    public var rateLimit: Int?
    /// Which web pages of other origins may call the API; none switches CORS off.
    public var cors: CORSConfig?
    /// Whether metrics are collected and served.
    public var enableMonitoring = false
    /// A port of its own for probes and metrics, on the same host.
    public var managementPort: Int?
    /// The least level that is logged.
    public var logLevel: Logger.Level = .info
    /// How log lines look.
    public var logFormat: LogFormat = .json
    /// Not there yet: `true` is refused.
    public var autoDiscovery = false
    /// Proxies whose word about a client's address counts: addresses or CIDR blocks.
    public var trustedProxies: [String] = []
    /// The field by which those proxies name the client.
    public var clientAddressField: ClientAddressField = .either
    /// Certificate and key; plain HTTP without them.
    public var tls: TLSOptions?
    /// How much a client may ask for.
    public var limits = ServerLimits()
    /// Header fields that keep browsers from doing harm; nothing leaves them out.
    public var securityHeaders: SecurityHeaders? = SecurityHeaders()
    /// Whether `/docs` and `/openapi.json` are served.
    public var enableDocs = true
    /// The folder with Swagger UI; without it the docs are the built-in page.
    public var docsAssets: String?
    /// The API's name in the docs.
    public var title = "Nexus API"
    /// The API's version in the docs and in `/health`.
    public var version = "1.0.0"
    /// Where handlers that wait run.
    public var handlerExecutor: HandlerExecutor = .eventLoop
    /// How long a stop may take, after ``shutdownDelay``, before what is left is cut off.
    public var shutdownTimeout: Duration = .seconds(30)
    /// How long requests are still served after readiness fell, so that load balancers notice.
    public var shutdownDelay: Duration = .zero
    /// Whether errors tell developers what went wrong inside.
    public var isDevelopment = false
    /// Whether the preset's share is in already, so that it cannot undo what was set above it.
    var isPresetApplied = false

    /// Creates the defaults.
    public init() {}

    /// Whether only this machine reaches the API.
    var isLocal: Bool { Self.isLocal(self.apiHost) }

    /// Whether an address to listen on is reached by this machine alone. A name other than `localhost` may be anybody's.
    package static func isLocal(_ host: String) -> Bool {
        guard host != "localhost" else { return true }
        return IPAddress(host).map { $0 == IPAddress("::1") || $0.description.hasPrefix("127.") } ?? false
    }
}
