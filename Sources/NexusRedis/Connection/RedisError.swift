/// Why Redis did not do what was asked. Never carries a password, an argument or the text of a reply.
public struct RedisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong; more may be added.
    public struct Code: Sendable, Hashable {
        private enum Kind: Hashable {
            case invalidURL
            case invalidConfiguration
            case timedOut
            case overloaded
            case circuitOpen
            case unavailable
            case closed
            case protocolViolation
            case refused
            case unexpectedReply
        }

        private let kind: Kind

        /// The text is not a Redis URL.
        public static let invalidURL = Code(kind: .invalidURL)
        /// An option has a value that cannot work.
        public static let invalidConfiguration = Code(kind: .invalidConfiguration)
        /// No reply came within the deadline.
        public static let timedOut = Code(kind: .timedOut)
        /// As many commands as allowed wait for their reply already.
        public static let overloaded = Code(kind: .overloaded)
        /// Redis failed too often lately; it was not asked.
        public static let circuitOpen = Code(kind: .circuitOpen)
        /// There is no connection now, or it broke before the reply.
        public static let unavailable = Code(kind: .unavailable)
        /// The client was shut down while the command waited.
        public static let closed = Code(kind: .closed)
        /// The peer does not speak the protocol.
        public static let protocolViolation = Code(kind: .protocolViolation)
        /// Redis answered with an error.
        public static let refused = Code(kind: .refused)
        /// Redis answered, but not what the command answers.
        public static let unexpectedReply = Code(kind: .unexpectedReply)
    }

    /// What went wrong.
    public let code: Code
    /// One line for a person.
    public let message: String
    /// The code of Redis' error reply, such as `OOM`.
    public let serverCode: String?

    /// Creates an error.
    /// - Parameters:
    ///   - code: What went wrong.
    ///   - message: One line for a person; must hold no secret.
    ///   - serverCode: The code of Redis' error reply.
    public init(_ code: Code, _ message: String, serverCode: String? = nil) {
        self.code = code
        self.message = message
        self.serverCode = serverCode
    }

    /// One line for a person.
    public var description: String { "redis: \(self.message)" }
}

extension RedisError {
    static let timedOut = RedisError(.timedOut, "no reply within the deadline")
    static let overloaded = RedisError(.overloaded, "too many commands in flight")
    static let circuitOpen = RedisError(.circuitOpen, "not asked: it failed too often lately")
    static let unavailable = RedisError(.unavailable, "not connected")
    static let connectionLost = RedisError(.unavailable, "the connection broke before the reply")
    static let hung = RedisError(.unavailable, "the connection was given up: no reply for too long")
    static let closed = RedisError(.closed, "the client was shut down")

    static func refused(_ code: String, by command: String) -> RedisError {
        RedisError(.refused, "\(command) was refused with \(code)", serverCode: code)
    }

    static func violation(_ violation: RESPViolation) -> RedisError {
        RedisError(.protocolViolation, "received \(violation.rawValue)")
    }
}
