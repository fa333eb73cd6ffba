import NexusRedis
import Synchronization

/// An executor whose replies a test decides.
final class FakeExecutor: RedisCommandExecutor {
    private let answer: @Sendable (RedisCommand, Int) async throws -> RESPValue
    private let log = Mutex<[RedisCommand]>([])

    init(_ answer: @escaping @Sendable (RedisCommand, Int) async throws -> RESPValue) { self.answer = answer }

    var isAvailable: Bool { true }

    func send(_ command: RedisCommand) async throws -> RESPValue {
        let index = self.log.withLock { log in
            log.append(command)
            return log.count - 1
        }
        return try await self.answer(command, index)
    }

    func count(_ name: RedisCommand.Argument) -> Int {
        self.log.withLock { $0.count { $0.arguments.first == name } }
    }
}
