import Synchronization

/// A script that is loaded once and called by its hash from then on; loaded again, by one caller for all, when Redis forgot it.
final class RedisScript: Sendable {
    private enum State {
        case unloaded
        case loading
        case loaded(Loaded)
    }

    private enum Next {
        case wait
        case load
        case use(Loaded)
    }

    private struct Loaded: Sendable {
        let hash: String
        let epoch: Int
    }

    private struct Cache {
        var state = State.unloaded
        var epoch = 0
        /// Who waits for the loading to end.
        var waiters: [CheckedContinuation<Loaded, any Error>] = []
    }

    private let source: String
    private let cache = Mutex(Cache())

    init(source: String) {
        self.source = source
    }

    /// Calls the script.
    /// - Returns: Its reply; error replies, `NOSCRIPT` excepted, are values.
    func call(keys: [RedisCommand.Argument], arguments: [RedisCommand.Argument], on redis: some RedisCommandExecutor) async throws
        -> RESPValue
    {
        for _ in 0..<2 {
            let loaded = try await self.loaded(on: redis)
            let reply = try await redis.send(Self.command("EVALSHA", loaded.hash, keys, arguments))
            guard reply.errorCode == "NOSCRIPT" else { return reply }
            self.forget(loaded)
        }
        // Behind a proxy the load may have reached another server than the call: the text itself cannot miss.
        return try await redis.send(Self.command("EVAL", self.source, keys, arguments))
    }

    private static func command(
        _ name: RedisCommand.Argument,
        _ script: String,
        _ keys: [RedisCommand.Argument],
        _ arguments: [RedisCommand.Argument]
    ) -> RedisCommand {
        var words: [RedisCommand.Argument] = []
        words.reserveCapacity(3 + keys.count + arguments.count)
        words.append(name)
        words.append(.text(script))
        words.append(.integer(keys.count))
        words.append(contentsOf: keys)
        words.append(contentsOf: arguments)
        return RedisCommand(words)
    }

    private func loaded(on redis: some RedisCommandExecutor) async throws -> Loaded {
        if let loaded = self.cache.withLock({ if case .loaded(let loaded) = $0.state { loaded } else { nil } }) { return loaded }
        return try await withCheckedThrowingContinuation { continuation in
            self.join(continuation, redis: redis)
        }
    }

    private func join(_ continuation: CheckedContinuation<Loaded, any Error>, redis: some RedisCommandExecutor) {
        let next: Next = self.cache.withLock { cache in
            switch cache.state {
            case .loaded(let loaded):
                return .use(loaded)
            case .loading:
                cache.waiters.append(continuation)
                return .wait
            case .unloaded:
                cache.waiters.append(continuation)
                cache.state = .loading
                return .load
            }
        }
        switch next {
        case .wait: break
        case .use(let loaded): continuation.resume(returning: loaded)
        case .load: Task { await self.load(on: redis) }
        }
    }

    private func load(on redis: some RedisCommandExecutor) async {
        let result: Result<String, any Error>
        do {
            let reply = try await redis.send(["SCRIPT", "LOAD", .text(self.source)])
            guard case .bulk(let hash) = reply, hash.count == 40 else { throw RedisError.unexpected(reply, to: "SCRIPT LOAD") }
            result = .success(String(decoding: hash, as: UTF8.self))
        } catch {
            result = .failure(error)
        }
        let (waiters, outcome) = self.cache.withLock { cache in
            let waiters = cache.waiters
            cache.waiters = []
            cache.epoch += 1
            let epoch = cache.epoch
            let outcome = result.map { Loaded(hash: $0, epoch: epoch) }
            cache.state = if case .success(let loaded) = outcome { .loaded(loaded) } else { .unloaded }
            return (waiters, outcome)
        }
        for waiter in waiters { waiter.resume(with: outcome) }
    }

    /// Redis does not know it any more; unless someone loaded it again since.
    private func forget(_ loaded: Loaded) {
        self.cache.withLock { cache in
            if case .loaded(let current) = cache.state, current.epoch == loaded.epoch { cache.state = .unloaded }
        }
    }
}

extension RedisError {
    /// What to throw for a reply that a command cannot have.
    static func unexpected(_ reply: RESPValue, to command: String) -> RedisError {
        if let code = reply.errorCode { return .refused(code, by: command) }
        return RedisError(.unexpectedReply, "\(command) was answered with something else")
    }
}
