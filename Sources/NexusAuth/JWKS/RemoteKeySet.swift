package import NexusCore
import Synchronization

/// The keys of an issuer that publishes them: fetched and kept current by ``run()``, read by every request without waiting.
///
/// ``KeySetStateMachine`` decides; this class holds the keys, does the fetches and lets requests wait for one.
package final class RemoteKeySet: Sendable {
    /// The keys as they were at one time. A class: every request takes one out from under the lock, which then costs one count.
    package final class Snapshot: Sendable {
        /// The keys.
        package let ring: KeyRing
        /// Moves whenever the keys change.
        package let generation: UInt64

        /// Creates a snapshot.
        package init(ring: KeyRing, generation: UInt64) {
            self.ring = ring
            self.generation = generation
        }
    }

    /// Suspends for a duration; throws when the task is cancelled.
    package typealias Sleep = @Sendable (Duration) async throws -> Void

    struct State: Sendable {
        var machine: KeySetStateMachine
        var discovery: KeySetDiscovery
        var counters = KeySetCounters()
        var snapshot: Snapshot?
        var reports = KeySetReports()
        /// How many tasks are in ``RemoteKeySet/run()``; nil before the first.
        var runs: Int?
    }

    let state: Mutex<State>
    let policy: KeySetPolicy
    let algorithms: AlgorithmSet
    let limits: KeyRing.Limits
    let fetcher: any KeySetFetcher
    let time: TimeSource
    let sleep: Sleep
    let jitter: @Sendable () -> Double
    let report: @Sendable (KeySetEvent) -> Void
    private let location: KeySetLocation
    let demanded = BroadcastSignal()
    let fetched = BroadcastSignal()

    /// Creates a key set; nothing is fetched before ``run()``.
    /// - Parameters:
    ///   - location: Where the keys are.
    ///   - algorithms: The configuration's allow-list. Symmetric ones are left out: what is published is no secret.
    ///   - policy: When to fetch, and for how long a set serves.
    ///   - limits: How much a set may hold.
    ///   - fetcher: What fetches.
    ///   - time: Where the time comes from.
    ///   - sleep: How ``run()`` and waiting requests let time pass.
    ///   - jitter: A number from 0 to 1 for each fetch, so that many servers do not ask at the same moment.
    ///   - report: Hears what belongs in a log.
    /// - Throws: ``KeySetError`` when the location is no URL that keys may come from.
    package init(
        _ location: KeySetLocation,
        algorithms: AlgorithmSet,
        policy: KeySetPolicy = KeySetPolicy(),
        limits: KeyRing.Limits = KeyRing.Limits(),
        fetcher: any KeySetFetcher,
        time: TimeSource = .system,
        sleep: @escaping Sleep = { try await Task.sleep(for: $0) },
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        report: @escaping @Sendable (KeySetEvent) -> Void = { _ in }
    ) throws(KeySetError) {
        let discovery = try KeySetDiscovery(location, interval: policy.discoveryInterval)
        self.location = location
        self.state = Mutex(State(machine: KeySetStateMachine(policy: policy), discovery: discovery))
        self.policy = policy
        self.algorithms = algorithms.intersection(.asymmetric)
        self.limits = limits
        self.fetcher = fetcher
        self.time = time
        self.sleep = sleep
        self.jitter = jitter
        self.report = report
    }

    /// Whether this key set is what a configuration asks for, so that it can go on across a reload.
    package func serves(_ location: KeySetLocation, algorithms: AlgorithmSet, policy: KeySetPolicy) -> Bool {
        self.location == location && self.algorithms == algorithms.intersection(.asymmetric) && self.policy == policy
    }

    /// The current keys; nil when no set was ever fetched or the last one is too old.
    package var snapshot: Snapshot? { self.snapshot(now: self.time.now()) }

    /// The current keys; nil when no set was ever fetched or the last one is too old.
    package func snapshot(now: Moment) -> Snapshot? {
        self.state.withLock { state in
            guard let until = state.machine.usableUntil, now.uptimeNanoseconds < until else { return nil }
            return state.snapshot
        }
    }

    /// Reports a token whose `kid` the current keys do not hold.
    ///
    /// A fetch that was under way already may bring keys from before the token's: whoever looks in vain after it may ask a second time.
    /// - Returns: What is being done: where newer keys are on their way, await ``refresh()`` and look again.
    package func demand(unknownKid kid: String, now: Moment) -> KeySetStateMachine.Demand {
        self.state.withLock { $0.counters.unknownKeys &+= 1 }
        return self.demand(kid, now: now)
    }

    /// Reports a token whose signature does not fit the key it names: the provider may have put a new key under an old name.
    /// - Returns: Whether newer keys are on their way. They come without anyone waiting for them.
    @discardableResult
    package func shouldRefetch(badSignatureOf kid: String, now: Moment) -> Bool {
        self.state.withLock { $0.counters.badSignatures &+= 1 }
        return self.demand(kid, now: now).isFetch
    }

    /// Waits for the fetch that is due or under way, or for a new one if the cool-down allows it, at most ``KeySetPolicy/waitLimit``.
    ///
    /// Everyone who waits shares the one fetch, and nobody's waiting ends it. Returns at once when there is nothing to wait for, and when
    /// ``KeySetPolicy/maximumWaiters`` wait already.
    package func refresh() async {
        let seen = self.fetched.count
        guard self.demand(nil, now: self.time.now()).isFetch, self.fetched.waiterCount < self.policy.maximumWaiters else { return }
        await self.wait(for: self.fetched, past: seen, atMost: self.policy.waitLimit)
    }

    /// The state for readiness.
    package var status: KeySetStatus {
        let now = self.time.now()
        return self.state.withLock { $0.machine.status(now: now) }
    }

    /// The figures so far.
    package var counters: KeySetCounters { self.state.withLock { $0.counters } }

    private func demand(_ kid: String?, now: Moment) -> KeySetStateMachine.Demand {
        let demand = self.state.withLock { state in
            state.runs == 0 ? .refused : state.machine.demand(kid: kid, now: now)
        }
        if demand == .started { self.demanded.send() }
        return demand
    }

    /// Waits for a signal or until the time is over, whichever is first.
    func wait(for signal: BroadcastSignal, past count: UInt64, atMost limit: Duration?) async {
        guard let limit else { return await signal.wait(past: count) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait(past: count) }
            group.addTask { try? await self.sleep(limit) }
            await group.next()
            group.cancelAll()
        }
    }
}

extension KeySetStateMachine.Demand {
    /// Whether a fetch is due or under way.
    fileprivate var isFetch: Bool { self == .joined || self == .started }
}
