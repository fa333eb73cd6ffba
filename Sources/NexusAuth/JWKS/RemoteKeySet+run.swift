import NexusCore
import Synchronization

extension RemoteKeySet {
    private struct Loaded {
        var ring: KeyRing
        var maxAge: Int?
    }

    /// Fetches the keys and keeps them current until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let seen = self.demanded.count
            let now = self.time.now()
            switch self.state.withLock({ $0.machine.next(now: now) }) {
            case .fetch: await self.fetch()
            case .wait(let duration): await self.wait(for: self.demanded, past: seen, atMost: duration)
            }
        }
        self.state.withLock { $0.hasEnded = true }
        self.fetched.send()
    }

    private func fetch() async {
        do throws(KeySetError) {
            let loaded = try await self.load()
            self.publish(loaded)
        } catch {
            guard !Task.isCancelled else { return }
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
        // An empty set is a provider that withdraws every key; a set of nothing but foreign or broken keys is a mistake.
        guard !loaded.ring.keys.isEmpty else {
            let isEmpty = loaded.ring.skipped.isEmpty
            let detail = isEmpty ? "the key set is empty" : "none of the set's \(loaded.ring.skipped.count) keys can be used"
            return self.recordFailure(KeySetError(.noUsableKey, detail), withdrawn: isEmpty)
        }
        let now = self.time.now()
        let jitter = self.jitter()
        self.state.withLock { state in
            let isSame = state.snapshot.map { $0.ring.hasSameKeys(as: loaded.ring) } ?? false
            state.machine.succeeded(changed: !isSame, advertised: loaded.maxAge.map { .seconds($0) }, jitter: jitter, now: now)
            state.snapshot = Snapshot(ring: loaded.ring, generation: state.machine.generation)
            state.discovery.fetchEnded(successfully: true)
            state.counters.fetchesSucceeded &+= 1
            state.counters.keys = loaded.ring.keys.count
            state.counters.skippedKeys = loaded.ring.skipped.count
        }
    }

    private func recordFailure(_ error: KeySetError, withdrawn: Bool = false) {
        let now = self.time.now()
        let jitter = self.jitter()
        self.state.withLock { state in
            state.machine.failed(error, withdrawn: withdrawn, jitter: jitter, now: now)
            state.discovery.fetchEnded(successfully: false)
            state.counters.fetchesFailed &+= 1
            if withdrawn {
                state.snapshot = nil
                state.counters.keys = 0
                state.counters.skippedKeys = 0
            }
        }
    }
}
