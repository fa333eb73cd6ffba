/// The identifier of one span of a trace: 64 bits that are not all zero (W3C Trace Context, parent-id).
public struct SpanID: Sendable, Hashable, CustomStringConvertible {
    /// The bits.
    public let rawValue: UInt64

    /// Creates an identifier, or nothing when every bit is zero.
    public init?(rawValue: UInt64) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    /// 16 lower-case hexadecimal digits.
    public var description: String { LowercaseHex.string(self.rawValue) }
}
