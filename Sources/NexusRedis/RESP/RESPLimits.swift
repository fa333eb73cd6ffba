/// What a reply of Redis may cost before the connection is given up.
public struct RESPLimits: Sendable, Hashable {
    /// Longest line, in bytes without its end; default 16 KiB.
    public var lineLength: Int
    /// Longest reply with everything in it, in bytes; default 1 MiB.
    public var replyLength: Int
    /// Most elements in a reply, those of nested arrays included; default 4096.
    public var elements: Int
    /// Deepest nesting of arrays; default 8.
    public var depth: Int

    /// Creates limits.
    /// - Parameters:
    ///   - lineLength: Longest line, in bytes.
    ///   - replyLength: Longest reply, in bytes.
    ///   - elements: Most elements in a reply.
    ///   - depth: Deepest nesting of arrays.
    public init(lineLength: Int = 16_384, replyLength: Int = 1_048_576, elements: Int = 4096, depth: Int = 8) {
        self.lineLength = lineLength
        self.replyLength = replyLength
        self.elements = elements
        self.depth = depth
    }
}
