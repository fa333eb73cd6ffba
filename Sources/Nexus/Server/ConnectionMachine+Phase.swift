extension ConnectionMachine {
    /// What a connection is doing.
    enum Phase: Sendable, Hashable {
        /// No request.
        case idle
        /// A request was opened and is being decided about.
        case deciding
        /// Admitted; its body is arriving.
        case receiving
        /// Admitted and complete; its handler runs.
        case handling
        /// Its answer waits until the audit trail has its record.
        case recording
        /// Its answer waits for the client to read it.
        case sending
        /// Its answer is being produced; the client keeps up.
        case producing
        /// Answered; the rest of its body is read and thrown away.
        case draining
        /// The last answer is out, and our half closed; what still comes is thrown away until the client has understood.
        case lingering
        case closed
    }

    /// What has taken too long.
    enum Expiry: Sendable, Hashable {
        case idle
        case header
        case body
        case handler
        case write
        case stream
        case linger
    }
}
