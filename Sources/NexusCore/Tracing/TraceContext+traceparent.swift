extension TraceContext {
    /// Reads a received `traceparent`, or nothing when it is malformed; the caller then starts a new trace.
    ///
    /// Version 00 is exactly `00-<32 hex>-<16 hex>-<2 hex>` in lower case. A higher version may go on after a further `-`, and what
    /// follows is ignored; version ff and identifiers of zeros are refused (W3C Trace Context, traceparent and versioning).
    /// - Parameters:
    ///   - traceparent: The field's only value.
    ///   - tracestate: The field's values joined with commas; ignored when malformed.
    public init?(traceparent: String, tracestate: String? = nil) {
        var traceparent = traceparent
        guard let (traceID, spanID, flags) = traceparent.withUTF8(Self.parse) else { return nil }
        let state = tracestate.flatMap(TraceState.init(parsing:)) ?? TraceState()
        self.init(traceID: traceID, spanID: spanID, flags: flags, state: state)
    }

    /// The `traceparent` to send, version 00.
    public var traceparent: String {
        String(unsafeUninitializedCapacity: Self.headerLength) { buffer in
            LowercaseHex.write(0, digits: 2, to: buffer, at: 0)
            LowercaseHex.write(self.traceID.high, digits: 16, to: buffer, at: 3)
            LowercaseHex.write(self.traceID.low, digits: 16, to: buffer, at: 19)
            LowercaseHex.write(self.spanID.rawValue, digits: 16, to: buffer, at: 36)
            LowercaseHex.write(UInt64(self.flags.rawValue), digits: 2, to: buffer, at: 53)
            for position in Self.hyphens { buffer[position] = UInt8(ascii: "-") }
            return Self.headerLength
        }
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> (TraceID, SpanID, TraceFlags)? {
        guard bytes.count >= Self.headerLength, Self.hyphens.allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let version = LowercaseHex.parse(bytes, 0..<2), version != 0xFF,
            let high = LowercaseHex.parse(bytes, 3..<19), let low = LowercaseHex.parse(bytes, 19..<35),
            let span = LowercaseHex.parse(bytes, 36..<52), let flags = LowercaseHex.parse(bytes, 53..<55),
            let traceID = TraceID(high: high, low: low), let spanID = SpanID(rawValue: span)
        else { return nil }
        if bytes.count > Self.headerLength {
            guard version > 0, bytes[Self.headerLength] == UInt8(ascii: "-") else { return nil }
        }
        return (traceID, spanID, TraceFlags(rawValue: UInt8(truncatingIfNeeded: flags)).intersection([.sampled, .random]))
    }

    private static let headerLength = 55
    private static let hyphens = [2, 35, 52]
}
