import NexusCore
import Synchronization

extension RemoteKeySet {
    private struct Loaded {
        var ring: KeyRing
        var maxAge: Int?
    }

    /// Fetches the keys and keeps them current until the task is cancelled. May be called again then.
    package func run() async {
        self.state.withLock { $0.runs = ($0.runs ?? 0) + 1 }
        while !Task.isCancelled {
            let seen = self.demanded.count
            let now = self.time.now()
            switch self.state.withLock({ $0.machine.next(now: now) }) {
            case .fetch: await self.fetch()
            case .wait(let duration): await self.wait(for: self.demanded, past: seen, atMost: duration)
            }
        }
        self.state.withLock { $0.runs = ($0.runs ?? 1) - 1 }
        self.fetched.send()
    }

    private func fetch() async {
        do throws(KeySetError) {
            let loaded = try await self.load()
            self.publish(loaded)
            // Whoever runs beside this one, which ends now, plans anew.
            if Task.isCancelled { self.demanded.send() }
        } catch {
            guard !Task.isCancelled else {
                self.state.withLock { $0.machine.abandoned() }
                return self.demanded.send()
            }
            self.recordFailure(error)
        }
        self.fetched.send()
    }

    private func load() async throws(KeySetError) -> Loaded {
        let document = try await self.fetcher.fetch(try await self.keySetURL())
        do throws(KeyError) {
            let ring = try KeyRing(jwks: document.bytes, allowed: self.algorithms, limits: self.limits)
            return Loaded(ring: ring, maxAge: document.maxAge)
        } catch {
            throw KeySetError(.malformed, error.description)
        }
    }

    /// The key set's location, discovered where that is due. A location that is known outlives metadata that cannot be read.
    private func keySetURL() async throws(KeySetError) -> KeySetURL {
        let now = self.time.now()
        if let metadataURL = self.state.withLock({ $0.discovery.metadataDue(now: now) }) {
            do throws(KeySetError) {
                let metadata = try await self.fetcher.fetch(metadataURL)
                try self.learn(metadata.bytes)
            } catch {
                guard let known = self.state.withLock({ $0.discovery.keySetURL }) else { throw error }
                return known
            }
        }
        guard let url = self.state.withLock({ $0.discovery.keySetURL }) else {
            throw KeySetError(.badLocation, "the key set's location is not known")
        }
        return url
    }

    private func learn(_ metadata: [UInt8]) throws(KeySetError) {
        try self.state.withLock { state throws(KeySetError) in try state.discovery.learn(metadata) }
    }

    private func publish(_ loaded: Loaded) {
        guard !loaded.ring.keys.isEmpty else {
            let count = loaded.ring.skipped.count
            let detail = count == 0 ? "the key set is empty" : "none of the set's \(count) keys can be used"
            return self.recordFailure(KeySetError(.noUsableKey, detail), listed: loaded.ring.skipped)
        }
        let now = self.time.now()
        let jitter = self.jitter()
        let events = self.state.withLock { state in
            let isSame = state.snapshot.map { $0.ring.hasSameKeys(as: loaded.ring) } ?? false
            state.machine.succeeded(changed: !isSame, advertised: loaded.maxAge.map { .seconds($0) }, jitter: jitter, now: now)
            state.snapshot = Snapshot(ring: loaded.ring, generation: state.machine.generation)
            state.discovery.fetchEnded(successfully: true)
            state.counters.fetchesSucceeded &+= 1
            state.counters.keys = loaded.ring.keys.count
            state.counters.skippedKeys = loaded.ring.skipped.count
            return state.reports.events(error: nil, skipped: loaded.ring.skipped)
        }
        events.forEach(self.report)
    }

    /// - Parameter listed: The keys of a set that was read and has none that can be used; nil when no set was read.
    private func recordFailure(_ error: KeySetError, listed: [KeyRing.SkippedKey]? = nil) {
        let now = self.time.now()
        let jitter = self.jitter()
        let events = self.state.withLock { state in
            let kept = listed.map { state.heldKeys(listedIn: $0) }
            state.machine.failed(error, withdrawn: kept?.isEmpty == true, jitter: jitter, now: now)
            state.discovery.fetchEnded(successfully: false)
            state.counters.fetchesFailed &+= 1
            if let listed, let kept { state.narrow(to: kept, skipped: listed) }
            return state.reports.events(error: error, skipped: listed)
        }
        events.forEach(self.report)
    }
}

extension RemoteKeySet.State {
    /// The held keys that a set without a usable key still names: that it says them wrong is a mistake, and they serve on. A key that it
    /// does not name is withdrawn.
    fileprivate func heldKeys(listedIn listed: [KeyRing.SkippedKey]) -> [VerificationKey] {
        (self.snapshot?.ring.keys ?? []).filter { key in listed.contains { $0.keyID == key.keyID } }
    }

    fileprivate mutating func narrow(to kept: [VerificationKey], skipped: [KeyRing.SkippedKey]) {
        guard let snapshot, kept.count < snapshot.ring.keys.count else { return }
        if kept.isEmpty {
            self.snapshot = nil
        } else {
            self.machine.narrowed()
            self.snapshot = .init(ring: KeyRing(published: kept, skipped: skipped), generation: self.machine.generation)
        }
        self.counters.keys = kept.count
        self.counters.skippedKeys = skipped.count
    }
}
