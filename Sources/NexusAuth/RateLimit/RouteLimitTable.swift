/// Limits by route pattern, in the order written: `["/api/chat/*": .init(requestsPerMinute: 30), "/health": nil]`.
///
/// A pattern is a route's template, or a path and everything below it (`/api/chat/*`). `nil` switches the limit off. The most
/// specific pattern wins, wherever it stands.
public struct RouteLimitTable: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One line of the table.
    public struct Entry: Sendable, Hashable {
        /// A route's template, or a path with `/*`.
        public let pattern: String
        /// The limit; off when nil.
        public let limit: RouteLimit?

        /// Creates a line.
        /// - Parameters:
        ///   - pattern: A route's template, or a path with `/*`.
        ///   - limit: The limit; off when nil.
        public init(pattern: String, limit: RouteLimit?) {
            self.pattern = pattern
            self.limit = limit
        }
    }

    /// The lines in the order written.
    public var entries: [Entry]

    /// Creates a table.
    /// - Parameter entries: Its lines.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// Creates a table from a literal.
    /// - Parameter elements: Patterns and limits.
    public init(dictionaryLiteral elements: (String, RouteLimit?)...) {
        self.init(elements.map { Entry(pattern: $0, limit: $1) })
    }
}
