/// What happens to a request when the shared store cannot decide in time: `fail_open` (specification, "Rate Limiting").
///
/// `true` and `false` stand for ``open`` and ``closed``.
public struct FailurePolicy: Sendable, Hashable, ExpressibleByBooleanLiteral, CustomStringConvertible {
    /// The name in a configuration.
    public let name: String

    private init(name: String) {
        self.name = name
    }

    /// It passes, unlimited. Whoever can disturb the store has no limit: not for logins.
    public static let open = FailurePolicy(name: "open")
    /// It is answered 503.
    public static let closed = FailurePolicy(name: "closed")
    /// It is counted in this process, against a share of the limit.
    public static let local = FailurePolicy(name: "local")

    /// Creates the policy that a truth value stands for.
    /// - Parameter value: `true` is ``open``, `false` is ``closed``.
    public init(booleanLiteral value: Bool) {
        self = value ? .open : .closed
    }

    /// Reads a policy as a configuration has it.
    /// - Parameter text: `true` or `open`, `false` or `closed`, `local`.
    public init?(named text: String) {
        switch text {
        case "true", "open": self = .open
        case "false", "closed": self = .closed
        case "local": self = .local
        default: return nil
        }
    }

    /// The name in a configuration.
    public var description: String { self.name }
}
