/// Whatever can send a command to Redis: ``RedisClient``, or another client that a user already has.
public protocol RedisCommandExecutor: Sendable {
    /// Sends a command and waits for its reply.
    /// - Parameter command: The command.
    /// - Returns: The reply; an error reply of Redis is a value, ``RESPValue/error(_:)``, and is not thrown.
    /// - Throws: When no reply came in time, or none can come.
    func send(_ command: RedisCommand) async throws -> RESPValue

    /// Whether a command sent now is likely to be answered.
    var isAvailable: Bool { get }
}
