package import NexusCore

/// Decides when a key set is fetched and how long it serves; holds no keys, reads no clock and opens no socket.
///
/// One fetch at a time. The first is wanted at once, later ones ahead of expiry. A request that names an unknown key may cause one
/// too, at most once per cool-down for all requests together, so that no flood of made-up `kid`s reaches the provider. A failed
/// fetch takes no usable set away: it serves until the stale limit.
package struct KeySetStateMachine: Sendable {
    /// What the owner has to do next.
    package enum Action: Sendable, Hashable {
        /// Fetch now, then report ``succeeded(changed:advertised:jitter:now:)`` or ``failed(_:withdrawn:jitter:now:)``.
        case fetch
        /// Ask again after this time or after an accepted demand; nil while a fetch is under way.
        case wait(Duration?)
    }

    /// What became of a request's wish for newer keys.
    package enum Demand: Sendable, Hashable {
        /// No fetch: too soon after one that succeeded, or this key was asked for in vain.
        case refused
        /// No fetch: the latest one failed, and the next is made in its own time.
        case failing
        /// A fetch is already due or under way.
        case joined
        /// A fetch is due because of this request: the owner must be woken.
        case started
    }

    private enum Attempt: Sendable {
        case scheduled(at: Int64)
        case wanted
        case underWay
    }

    private struct Held: Sendable {
        var since: Int64
        var freshUntil: Int64
        var usableUntil: Int64
    }

    /// The rules.
    package let policy: KeySetPolicy
    /// Counts the sets that differed from the one before; what was verified under an earlier one must be verified again.
    package private(set) var generation: UInt64 = 0

    private var attempt = Attempt.wanted
    private var held: Held?
    private var failures = 0
    private var lastError: KeySetError?
    private var lastDemand: Int64?
    private var unknownKeys: UnknownKeyIDs

    /// Creates a machine that wants its first fetch at once.
    package init(policy: KeySetPolicy) {
        self.policy = policy
        self.unknownKeys = UnknownKeyIDs(capacity: policy.unknownKeyCapacity)
    }

    /// The uptime in nanoseconds until which the held set may serve; nil when none was ever fetched.
    package var usableUntil: Int64? { self.held?.usableUntil }

    /// What to do next. An answer of ``Action/fetch`` counts as begun.
    package mutating func next(now: Moment) -> Action {
        switch self.attempt {
        case .underWay:
            return .wait(nil)
        case .scheduled(let at) where now.uptimeNanoseconds < at:
            return .wait(now.uptimeNanoseconds.duration(to: at))
        case .scheduled, .wanted:
            self.attempt = .underWay
            return .fetch
        }
    }

    /// A request wishes for newer keys.
    /// - Parameters:
    ///   - kid: The key it could not be verified with; nil when it only needs a set at all.
    ///   - now: The current moment.
    package mutating func demand(kid: String?, now: Moment) -> Demand {
        guard case .scheduled(let at) = self.attempt else { return .joined }
        let uptime = now.uptimeNanoseconds
        if uptime >= at { return .joined }
        if self.failures > 0 { return .failing }
        if let lastDemand, uptime < lastDemand.advanced(by: self.policy.cooldown) { return .refused }
        if let kid {
            if self.unknownKeys.contains(kid, now: uptime) { return .refused }
            self.unknownKeys.insert(kid, until: uptime.advanced(by: self.policy.unknownKeyMemory), now: uptime)
        }
        self.lastDemand = uptime
        self.attempt = .wanted
        return .started
    }

    /// The fetch brought a set.
    /// - Parameters:
    ///   - changed: Whether its keys differ from those of the set before.
    ///   - advertised: How long the answer's cache headers let it be kept, if they say.
    ///   - jitter: 0 to 1: spreads the refreshes of many servers over a tenth of the lifetime.
    ///   - now: The current moment.
    package mutating func succeeded(changed: Bool, advertised: Duration?, jitter: Double, now: Moment) {
        let uptime = now.uptimeNanoseconds
        let lifetime = self.policy.lifetime(advertised: advertised)
        if changed || self.held == nil { self.generation &+= 1 }
        let freshUntil = uptime.advanced(by: lifetime)
        self.held = Held(
            since: uptime,
            freshUntil: freshUntil,
            usableUntil: freshUntil.advanced(by: self.policy.staleLimit)
        )
        self.failures = 0
        self.lastError = nil
        self.schedule(after: lifetime, scaledBy: self.policy.refreshPoint * (1 - 0.1 * Self.share(jitter)), from: uptime)
    }

    /// The fetch failed.
    /// - Parameters:
    ///   - error: Why.
    ///   - withdrawn: Whether the provider said that no key is valid any more: then the held set is gone at once.
    ///   - jitter: 0 to 1: shortens the pause by up to a quarter.
    ///   - now: The current moment.
    package mutating func failed(_ error: KeySetError, withdrawn: Bool = false, jitter: Double, now: Moment) {
        let uptime = now.uptimeNanoseconds
        if withdrawn { self.held = nil }
        self.failures = min(self.failures, .max - 1) + 1
        self.lastError = error
        self.unknownKeys.removeAll()
        if let held, uptime < held.usableUntil {
            self.schedule(after: self.policy.cooldown, scaledBy: 1, from: uptime)
        } else {
            self.schedule(
                after: self.policy.retryDelay(afterFailures: self.failures), scaledBy: 1 - 0.25 * Self.share(jitter), from: uptime)
        }
    }

    /// The fetch that was under way was given up: it is wanted again.
    package mutating func abandoned() {
        if case .underWay = self.attempt { self.attempt = .wanted }
    }

    /// Some of the held keys are gone, and no new set came.
    package mutating func narrowed() { self.generation &+= 1 }

    /// The state of the set.
    package func status(now: Moment) -> KeySetStatus {
        guard let held else { return KeySetStatus(state: .neverLoaded, age: nil, lastError: self.lastError) }
        let uptime = now.uptimeNanoseconds
        let state: KeySetStatus.State = uptime < held.freshUntil ? .fresh : uptime < held.usableUntil ? .stale : .expired
        return KeySetStatus(state: state, age: max(held.since.duration(to: uptime), .zero), lastError: self.lastError)
    }

    private static func share(_ jitter: Double) -> Double {
        (0...1).contains(jitter) ? jitter : 0
    }

    private mutating func schedule(after delay: Duration, scaledBy factor: Double, from uptime: Int64) {
        let nanoseconds = Double(delay.nanoseconds) * min(max(factor, 0.01), 1)
        self.attempt = .scheduled(at: uptime.advanced(by: .nanoseconds(Int64(exactly: nanoseconds.rounded()) ?? .max)))
    }
}

extension Int64 {
    /// This uptime a duration later, at most the end of time.
    fileprivate func advanced(by duration: Duration) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(duration.nanoseconds)
        return overflow ? .max : sum
    }

    /// The time from this uptime to another one.
    fileprivate func duration(to other: Int64) -> Duration {
        .nanoseconds(other) - .nanoseconds(self)
    }
}
