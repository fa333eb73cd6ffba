import HTTPTypes
import NexusCore

/// The routes that every app has: probes, metrics, docs.
struct BuiltInRoutes {
    let health: HealthMonitor
    let registry: PrometheusRegistry?
    let hasAuthentication: Bool

    /// The metrics' permission on the port of the API.
    static let metricsRequirement = Requirement.requirePermission("read:metrics")

    /// The probes: `/health`, `/healthz`, `/readyz`, `/startup`.
    /// - Parameter details: Whether whoever asks may see what is wrong with a component.
    func declareProbes(on routes: some RouteRegistering, details: Bool) {
        for (path, probe, summary) in [
            ("/health", HealthProbe.health, "How the service and what it needs are doing"),
            ("/healthz", .live, "Whether the process should be kept running"),
            ("/readyz", .ready, "Whether requests should be sent here"),
            ("/startup", .startup, "Whether the process has started"),
        ] {
            var metadata = RouteMetadata(summary: summary, tag: "operations")
            metadata.isProbe = true
            metadata.isBuiltIn = true
            metadata.responseSchema = HealthReport.schema
            if probe != .health { metadata.errorStatuses = [503] }
            routes.get(path, .public, metadata: metadata) { [health] (_: PublicRequest) in
                let (isPositive, report) = health.answer(probe)
                return Response(
                    status: isPositive || probe == .health ? .ok : .serviceUnavailable,
                    headers: [.cacheControl: "no-store"],
                    contentType: "application/json",
                    body: .bytes(report.json(includingDetails: details))
                )
            }
        }
    }

    /// The metrics: behind their permission; without any authentication, for whoever is on this machine.
    /// - Parameter isLocal: Whether only this machine reaches the port.
    /// - Returns: Whether they are served.
    func declareMetrics(on routes: some RouteRegistering, isLocal: Bool) -> Bool {
        guard self.hasAuthentication else {
            if isLocal { self.declareOpenMetrics(on: routes) }
            return isLocal
        }
        guard let registry else { return false }
        routes.get("/metrics", Self.metricsRequirement, metadata: Self.metricsMetadata) { (request: Request) in
            Self.metrics(registry, accept: request.header("accept"))
        }
        return true
    }

    /// The metrics for whoever reaches the management port.
    func declareOpenMetrics(on routes: some RouteRegistering) {
        guard let registry else { return }
        routes.get("/metrics", .public, metadata: Self.metricsMetadata) { (request: PublicRequest) in
            Self.metrics(registry, accept: request.header("accept"))
        }
    }

    /// The docs page, its assets and the OpenAPI document.
    func declareDocs(_ page: DocsPage, on routes: some RouteRegistering) {
        for path in page.paths {
            var metadata = RouteMetadata(isHidden: true)
            metadata.isBuiltIn = true
            metadata.isProbe = true
            routes.get(path, .public, metadata: metadata) { (request: PublicRequest) in
                guard let asset = page.response(for: path) else { throw Rejection.notFound }
                return Response(asset, ifNoneMatch: request.header("if-none-match"))
            }
        }
    }

    private static var metricsMetadata: RouteMetadata {
        var metadata = RouteMetadata(summary: "Metrics in the text format of Prometheus", tag: "operations")
        metadata.isBuiltIn = true
        metadata.responseContentType = "text/plain"
        return metadata
    }

    private static func metrics(_ registry: PrometheusRegistry, accept: String?) -> Response {
        let format = ExpositionFormat.negotiated(accept: accept)
        return Response(contentType: format.contentType, body: .bytes(registry.exposition(as: format)))
    }
}
