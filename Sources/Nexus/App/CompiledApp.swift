import Logging
import NexusAuth
import NexusCore

/// An app as it runs: immutable, compiled from routes, plugins and options. A reload swaps it as a whole.
final class CompiledApp: Sendable {
    let routes: [CompiledRoute]
    let table: RouteTable
    /// Every method that some route knows, for `OPTIONS *`.
    let methods: [HTTPMethod]
    let access: AccessPolicy
    let gate: Gate
    /// The policy of requests that match no route: behind authentication where there is any.
    let unmatchedPolicy: RoutePolicy
    /// The policy of requests that are answered whoever sends them: malformed ones, and exempt paths without a route.
    let openPolicy: RoutePolicy
    let exemptPaths: [PathPattern]
    let auditExcludedPaths: [PathPattern]
    let proxies: TrustedProxies
    let headerNames: RequestHeaders.Names
    let limits: ServerLimits
    let edge: EdgeFields
    let edgeTLS: EdgeFields
    let audit: AuditTrail?
    let auditConfig: AuditConfig
    let metrics: RequestMetrics?
    /// Starts a span for each request, where a tracer is installed.
    let tracing: ServerTracing?
    let logger: Logger
    let time: TimeSource
    let isDevelopment: Bool
    let handlerExecutor: HandlerExecutor

    init(
        routes: [CompiledRoute], table: RouteTable, access: AccessPolicy, gate: Gate, unmatchedPolicy: RoutePolicy, openPolicy: RoutePolicy,
        exemptPaths: [PathPattern], auditExcludedPaths: [PathPattern], proxies: TrustedProxies, headerNames: RequestHeaders.Names,
        limits: ServerLimits, edge: EdgeFields, edgeTLS: EdgeFields, audit: AuditTrail?,
        auditConfig: AuditConfig, metrics: RequestMetrics?, tracing: ServerTracing?, logger: Logger, time: TimeSource, isDevelopment: Bool,
        handlerExecutor: HandlerExecutor
    ) {
        self.routes = routes
        self.table = table
        self.methods = routes.reduce(into: [.options]) { methods, route in
            if !methods.contains(route.route.method) { methods.append(route.route.method) }
        }
        self.access = access
        self.gate = gate
        self.unmatchedPolicy = unmatchedPolicy
        self.openPolicy = openPolicy
        self.exemptPaths = exemptPaths
        self.auditExcludedPaths = auditExcludedPaths
        self.proxies = proxies
        self.headerNames = headerNames
        self.limits = limits
        self.edge = edge
        self.edgeTLS = edgeTLS
        self.audit = audit
        self.auditConfig = auditConfig
        self.metrics = metrics
        self.tracing = tracing
        self.logger = logger
        self.time = time
        self.isDevelopment = isDevelopment
        self.handlerExecutor = handlerExecutor
    }
}
