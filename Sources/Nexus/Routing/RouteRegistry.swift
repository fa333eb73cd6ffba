import NexusCore
import Synchronization

/// The routes of an app, in the order they were declared. Closed when the app starts.
final class RouteRegistry: Sendable {
    private struct State {
        var registrations: [RouteRegistration] = []
        var isClosed = false
    }

    private let state: Mutex<State>

    /// Creates a registry that has some routes already.
    init(_ registrations: [RouteRegistration] = []) {
        self.state = Mutex(State(registrations: registrations))
    }

    func register(_ registration: RouteRegistration) {
        self.state.withLock { state in
            precondition(!state.isClosed, "routes are declared before the app starts")
            state.registrations.append(registration)
        }
    }

    /// The routes so far.
    var declared: [RouteRegistration] {
        self.state.withLock { $0.registrations }
    }

    /// Closes the registry and hands out the routes.
    func close() -> [RouteRegistration] {
        self.state.withLock { state in
            state.isClosed = true
            return state.registrations
        }
    }
}
