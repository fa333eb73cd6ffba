/// Who waits for a reply.
enum RedisWaiter: Sendable {
    case caller(CheckedContinuation<RESPValue, any Error>)
    /// A `PING` of our own: only whether it is answered in time counts.
    case probe

    func resume(returning reply: RESPValue) {
        if case .caller(let continuation) = self { continuation.resume(returning: reply) }
    }

    func resume(throwing error: RedisError) {
        if case .caller(let continuation) = self { continuation.resume(throwing: error) }
    }
}
