/// The state of a key set as readiness and metrics report it.
package struct KeySetStatus: Sendable, Hashable {
    /// How far the set can be trusted.
    package enum State: String, Sendable, Hashable {
        /// No set was ever fetched.
        case neverLoaded = "never_loaded"
        /// The set is within its lifetime.
        case fresh
        /// The set has outlived its lifetime and serves because the provider is away.
        case stale
        /// The set is too old to serve.
        case expired
    }

    /// How far the set can be trusted.
    package var state: State
    /// The time since the set was fetched; nil when none ever was.
    package var age: Duration?
    /// Why the latest fetch failed; nil when it succeeded.
    package var lastError: KeySetError?

    /// Creates a status.
    package init(state: State, age: Duration?, lastError: KeySetError?) {
        self.state = state
        self.age = age
        self.lastError = lastError
    }

    /// Whether tokens can be verified.
    package var isUsable: Bool { self.state == .fresh || self.state == .stale }
}
