extension JSONParser {
    /// How much a text may hold before it is refused.
    public struct Limits: Sendable, Hashable {
        /// Bytes of the whole text.
        public var maximumBytes: Int
        /// Arrays and objects inside one another.
        public var maximumDepth: Int
        /// Values and member names together.
        public var maximumNodes: Int
        /// Bytes of one number.
        public var maximumNumberLength: Int
        /// Whether a name may come twice in an object; the last one then counts (RFC 8259 §4 leaves it open).
        public var allowsDuplicateMembers: Bool

        /// Creates limits.
        /// - Parameters:
        ///   - maximumBytes: Bytes of the whole text.
        ///   - maximumDepth: Arrays and objects inside one another; at most 512 counts.
        ///   - maximumNodes: Values and member names together.
        ///   - maximumNumberLength: Bytes of one number.
        ///   - allowsDuplicateMembers: Whether a name may come twice in an object; the last one then counts.
        public init(
            maximumBytes: Int = 1_048_576,
            maximumDepth: Int = 64,
            maximumNodes: Int = 100_000,
            maximumNumberLength: Int = 1024,
            allowsDuplicateMembers: Bool = false
        ) {
            self.maximumBytes = maximumBytes
            self.maximumDepth = min(maximumDepth, 512)
            self.maximumNodes = maximumNodes
            self.maximumNumberLength = maximumNumberLength
            self.allowsDuplicateMembers = allowsDuplicateMembers
        }

        /// For bodies and key sets: 1 MiB, 64 levels.
        public static let general = Limits()
        /// For the header and the claims of a token: 64 KiB, 16 levels, 1024 nodes.
        public static let token = Limits(maximumBytes: 65_536, maximumDepth: 16, maximumNodes: 1024)
    }
}
