/// The identifier of a distributed trace: 128 bits that are not all zero (W3C Trace Context, trace-id).
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    /// The first 64 bits.
    public let high: UInt64
    /// The last 64 bits.
    public let low: UInt64

    /// Creates an identifier, or nothing when every bit is zero.
    public init?(high: UInt64, low: UInt64) {
        guard high | low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { LowercaseHex.string(high: self.high, low: self.low) }
}
