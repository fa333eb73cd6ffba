/// Where a process stands in its life.
public enum HealthPhase: String, Sendable, Hashable, CaseIterable {
    /// Not yet serving.
    case starting
    /// Serving.
    case ready
    /// Asked to stop: requests in flight finish, new ones belong elsewhere.
    case draining
    /// Broken for good; only a restart helps.
    case failed

    /// What can happen to a process.
    package enum Event: Sendable, Hashable, CaseIterable {
        /// Everything needed to serve is there.
        case started
        /// A signal asks for a graceful stop.
        case stopRequested
        /// Something broke that cannot heal.
        case broke
    }

    /// The phase after an event: a process never goes back, and a broken one stays broken.
    package func after(_ event: Event) -> HealthPhase {
        switch (self, event) {
        case (.failed, _), (_, .broke): .failed
        case (.draining, _), (_, .stopRequested): .draining
        case (.starting, .started), (.ready, .started): .ready
        }
    }

    /// Whether the process should be kept running.
    var isLive: Bool { self != .failed }

    /// Whether start-up is over and went well.
    var hasStarted: Bool { self == .ready || self == .draining }
}
