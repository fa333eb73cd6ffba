/// One thing the service needs, and how to ask whether it is there.
public struct HealthCheck: Sendable {
    /// The component's name in the report.
    public let name: String
    /// Whether the service cannot do its work without it: then readiness falls with it, else the service is only degraded.
    public let isCritical: Bool
    /// How long one check may take; one that takes longer counts as unhealthy.
    public let deadline: Duration
    /// The pause between two checks.
    public let interval: Duration

    enum Probe: Sendable {
        case asynchronous(@Sendable () async throws -> HealthStatus)
        case immediate(@Sendable () -> HealthStatus)
    }

    let probe: Probe

    /// Creates a check that may wait, as for an answer from a database.
    ///
    /// It runs apart from the probes, at most once at a time, and is cancelled at its deadline. A thrown error counts as unhealthy; its
    /// text is shown to nobody, only its type to those who may see details.
    /// - Parameters:
    ///   - name: The component's name in the report.
    ///   - isCritical: Whether readiness falls with it.
    ///   - deadline: How long one check may take.
    ///   - interval: The pause between two checks.
    ///   - check: Finds out how the component is doing.
    public init(
        _ name: String, isCritical: Bool = true, deadline: Duration = .milliseconds(500), interval: Duration = .milliseconds(250),
        check: @escaping @Sendable () async throws -> HealthStatus
    ) {
        self.name = name
        self.isCritical = isCritical
        self.deadline = deadline
        self.interval = interval
        self.probe = .asynchronous(check)
    }

    /// Creates a check that only reads a state somebody else keeps; it must return at once.
    /// - Parameters:
    ///   - name: The component's name in the report.
    ///   - isCritical: Whether readiness falls with it.
    ///   - status: Reads the state.
    public static func pushed(_ name: String, isCritical: Bool = true, status: @escaping @Sendable () -> HealthStatus) -> HealthCheck {
        HealthCheck(name, isCritical: isCritical, probe: .immediate(status))
    }

    private init(_ name: String, isCritical: Bool, probe: Probe) {
        self.name = name
        self.isCritical = isCritical
        self.deadline = .zero
        self.interval = .zero
        self.probe = probe
    }
}
