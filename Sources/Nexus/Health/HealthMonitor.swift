package import Logging
package import NexusCore
import Synchronization

/// Keeps the health of the process and its components, so that probes are answered from memory.
///
/// ``run()`` checks in the background; a probe only reads what was found last. A component whose result is older than it should be
/// counts as unhealthy: a monitor that stands still does not go on saying that all is well. A component that begins or ceases to fail is logged.
package final class HealthMonitor: Sendable {
    /// How often the monitor looks at its components.
    package static let tickInterval = Duration.milliseconds(100)

    private struct Component: Sendable {
        let check: HealthCheck
        var state: ComponentState
        var task: Task<Void, Never>?
        /// The level that was logged last.
        var logged = HealthStatus.Level.healthy
    }

    private struct State: Sendable {
        var phase = HealthPhase.starting
        var components: [Component] = []
        /// Counts the sets of components: what a check of an earlier one finds is nobody's.
        var generation: UInt64 = 0
    }

    private let version: String
    private let time: TimeSource
    private let logger: Logger?
    private let startedAt: Moment
    private let state = Mutex(State())

    /// Creates a monitor of a process that is starting.
    /// - Parameters:
    ///   - version: The version of the service, for the report.
    ///   - time: Where the time comes from.
    ///   - logger: Where a component's change of level is told, if anywhere.
    package init(version: String, time: TimeSource = .system, logger: Logger? = nil) {
        self.version = version
        self.time = time
        self.logger = logger
        self.startedAt = time.now()
    }

    /// Puts components in the place of those that were there; each counts as unhealthy until its first check has come back.
    /// - Throws: ``HealthError`` when two have one name.
    package func watch(_ checks: [HealthCheck]) throws(HealthError) {
        try Self.requireNames(checks)
        let components = checks.map { Component(check: $0, state: ComponentState(deadline: $0.deadline, interval: $0.interval)) }
        self.state.withLock { shared in
            shared.components = components
            shared.generation &+= 1
        }
    }

    /// Checks that every component has a name of its own.
    /// - Throws: ``HealthError``.
    static func requireNames(_ checks: [HealthCheck]) throws(HealthError) {
        var names: Set<String> = []
        for check in checks where !names.insert(check.name).inserted { throw .duplicateName(check.name) }
    }

    /// Something happened to the process.
    package func handle(_ event: HealthPhase.Event) {
        self.state.withLock { $0.phase = $0.phase.after(event) }
    }

    /// Where the process stands.
    package var phase: HealthPhase { self.state.withLock { $0.phase } }

    /// Checks in the background until the task is cancelled; at the end checks under way are cancelled.
    package func run() async {
        while !Task.isCancelled {
            self.tick()
            try? await Task.sleep(for: Self.tickInterval)
        }
        let tasks = self.state.withLock { $0.components.compactMap(\.task) }
        for task in tasks { task.cancel() }
    }

    /// Starts the checks that are due, gives up those that are late, and reads the pushed states.
    package func tick() {
        let now = self.time.now().uptimeNanoseconds
        let (checks, generation) = self.state.withLock { ($0.components.map(\.check), $0.generation) }
        for (index, check) in checks.enumerated() {
            let place = Place(index: index, generation: generation)
            switch check.probe {
            case .immediate(let status):
                let status = status()
                self.update(place) { $0.state.set(status, now: now) }
            case .asynchronous(let probe):
                switch self.update(place, { $0.state.tick(now: now) }) {
                case .none?, nil: break
                case .start(let attempt)?: self.start(probe, at: place, attempt: attempt)
                case .cancel?: self.update(place) { $0.task }??.cancel()
                }
            }
        }
        self.logChanges(now: now)
    }

    /// Where a component stands, for as long as no others have taken its place.
    private struct Place: Sendable {
        let index: Int
        let generation: UInt64
    }

    @discardableResult
    private func update<Result: Sendable>(_ place: Place, _ change: (inout Component) -> Result) -> Result? {
        self.state.withLock { shared in
            guard shared.generation == place.generation else { return nil }
            return change(&shared.components[place.index])
        }
    }

    private func logChanges(now: Int64) {
        let changed = self.state.withLock { shared in
            shared.components.indices.compactMap { index -> HealthReport.Component? in
                guard shared.components[index].state.result != nil else { return nil }
                let component = Self.component(shared.components[index], now: now)
                guard component.status.level != shared.components[index].logged else { return nil }
                shared.components[index].logged = component.status.level
                return component
            }
        }
        for component in changed {
            let isHealthy = component.status.level == .healthy
            self.logger?.log(
                level: isHealthy ? .notice : component.isCritical ? .error : .warning,
                "a component is \(component.status.level.rawValue)\(isHealthy ? " again" : "")",
                metadata: ["component": "\(component.name)"].merging(component.status.detail.map { ["detail": "\($0)"] } ?? [:]) { $1 }
            )
        }
    }

    /// Whether requests should be sent here.
    package var isReady: Bool { self.answer(.ready).isPositive }

    /// How the service and its components are doing.
    package func report() -> HealthReport {
        let now = self.time.now()
        let (phase, components) = self.state.withLock { ($0.phase, $0.components) }
        return HealthReport(
            phase: phase,
            version: self.version,
            uptimeSeconds: self.uptimeSeconds(at: now),
            components: components.map { Self.component($0, now: now.uptimeNanoseconds) }
        )
    }

    /// The answer to a probe: 200 when positive, else 503, with the report as its body.
    package func answer(_ probe: HealthProbe) -> (isPositive: Bool, report: HealthReport) {
        switch probe {
        case .health, .ready:
            let report = self.report()
            return (report.status != .unhealthy, report)
        case .live, .startup:
            let phase = self.phase
            let isPositive = probe == .live ? phase.isLive : phase.hasStarted
            let uptime = self.uptimeSeconds(at: self.time.now())
            return (isPositive, HealthReport(isHealthy: isPositive, version: self.version, uptimeSeconds: uptime))
        }
    }

    private func start(_ probe: @escaping @Sendable () async throws -> HealthStatus, at place: Place, attempt: UInt64) {
        // Not a child task: a check that ignores its cancellation must hold up neither the monitor nor the shutdown.
        let task = Task { [weak self] in
            let status: HealthStatus
            do {
                status = try await probe()
            } catch {
                status = .unhealthy("the check threw \(type(of: error))")
            }
            self?.finished(place, attempt: attempt, status: status)
        }
        self.update(place) { $0.task = task }
    }

    private func finished(_ place: Place, attempt: UInt64, status: HealthStatus) {
        let now = self.time.now().uptimeNanoseconds
        self.update(place) { $0.state.finished(attempt: attempt, status: status, now: now) }
    }

    private func uptimeSeconds(at now: Moment) -> Int64 {
        (now.uptimeNanoseconds &- self.startedAt.uptimeNanoseconds) / 1_000_000_000
    }

    private static func component(_ component: Component, now: Int64) -> HealthReport.Component {
        let check = component.check
        let result = component.state.result
        let slack = 10 * Self.tickInterval.nanoseconds
        let maximumAge = check.interval.nanoseconds.addingSaturating(check.deadline.nanoseconds).addingSaturating(slack)
        let status: HealthStatus
        switch result {
        case nil: status = .unhealthy("not checked yet")
        case let result? where now &- result.moment > maximumAge: status = .unhealthy("the last result is too old")
        case let result?: status = result.status
        }
        return HealthReport.Component(
            name: check.name,
            status: status,
            isCritical: check.isCritical,
            latencyMilliseconds: Double(result?.latency ?? 0) / 1e6
        )
    }
}

extension Int64 {
    fileprivate func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
