/// A command for Redis: its name and its arguments, in order.
///
/// An array literal will do: `["SET", "key", 1]`.
public struct RedisCommand: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// One word of a command; Redis takes each as bytes.
    public enum Argument: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        /// Text, sent as UTF-8.
        case text(String)
        /// Bytes as they are.
        case bytes([UInt8])
        /// A number, sent in decimal.
        case integer(Int)

        /// Text.
        public init(stringLiteral value: String) { self = .text(value) }

        /// A number.
        public init(integerLiteral value: Int) { self = .integer(value) }
    }

    /// The words: the name first.
    public var arguments: [Argument]

    /// Creates a command.
    /// - Parameter arguments: The words: the name first.
    public init(_ arguments: [Argument]) { self.arguments = arguments }

    /// Creates a command from its words.
    public init(arrayLiteral elements: Argument...) { self.arguments = elements }
}
