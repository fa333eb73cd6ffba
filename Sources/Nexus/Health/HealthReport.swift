import NexusCore

/// How the service and its components are doing, as a value and as the body of the health routes.
public struct HealthReport: Sendable, Hashable {
    /// One component's part.
    public struct Component: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// How it is doing.
        public let status: HealthStatus
        /// Whether readiness falls with it.
        public let isCritical: Bool
        /// How long the last check took, in milliseconds.
        public let latencyMilliseconds: Double
    }

    /// The whole: as bad as its worst critical component; other components only degrade it.
    public let status: HealthStatus.Level
    /// The version of the service.
    public let version: String
    /// Whole seconds since the process started.
    public let uptimeSeconds: Int64
    /// The components, by name.
    public let components: [Component]

    init(phase: HealthPhase, version: String, uptimeSeconds: Int64, components: [Component]) {
        let worst = components.map { $0.isCritical ? $0.status.level : min($0.status.level, .degraded) }.max() ?? .healthy
        self.status = phase == .ready ? worst : .unhealthy
        self.version = version
        self.uptimeSeconds = uptimeSeconds
        self.components = components.sorted { $0.name < $1.name }
    }

    /// A report about the process alone.
    init(isHealthy: Bool, version: String, uptimeSeconds: Int64) {
        self.status = isHealthy ? .healthy : .unhealthy
        self.version = version
        self.uptimeSeconds = uptimeSeconds
        self.components = []
    }

    /// The body: `{"status","version","uptime_seconds","components":{name:{"status","latency_ms"}}}` (contract, The reference API).
    /// - Parameter includingDetails: Whether to say what is wrong; only for those who may see it.
    public func json(includingDetails: Bool = false) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", self.status.rawValue)
        writer.member("version", self.version)
        writer.member("uptime_seconds", self.uptimeSeconds)
        writer.name("components")
        writer.beginObject()
        for component in self.components {
            writer.name(escaping: component.name)
            writer.beginObject()
            writer.member("status", component.status.level.rawValue)
            writer.name("latency_ms")
            writer.value((component.latencyMilliseconds * 1_000).rounded() / 1_000)
            if includingDetails {
                writer.member("critical", component.isCritical)
                if let detail = component.status.detail { writer.member("detail", detail) }
            }
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
