/// The flags of a trace context (W3C Trace Context, trace-flags).
public struct TraceFlags: OptionSet, Sendable, Hashable {
    /// The eight bits.
    public let rawValue: UInt8

    /// Creates flags from their bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The caller may have recorded trace data.
    public static let sampled = TraceFlags(rawValue: 1 << 0)
    /// At least the last seven bytes of the trace identifier are random (Trace Context Level 2).
    public static let random = TraceFlags(rawValue: 1 << 1)
}
