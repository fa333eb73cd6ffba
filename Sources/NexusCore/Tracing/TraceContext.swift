/// Where a request stands in a distributed trace (W3C Trace Context).
///
/// Pure and small: it is read from `traceparent` and `tracestate`, handed on with a new span, and decides nothing about access.
public struct TraceContext: Sendable, Hashable {
    /// The trace.
    public let traceID: TraceID
    /// The span that speaks: the caller's when received, ours when sent.
    public let spanID: SpanID
    /// Flags; bits that version 00 does not define are dropped.
    public let flags: TraceFlags
    /// What tracing vendors pass along, unread.
    public let state: TraceState

    /// Creates a context.
    /// - Parameters:
    ///   - traceID: The trace.
    ///   - spanID: The span that speaks.
    ///   - flags: The flags.
    ///   - state: What vendors pass along.
    public init(traceID: TraceID, spanID: SpanID, flags: TraceFlags = [], state: TraceState = TraceState()) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
        self.state = state
    }

    /// Whether the caller may have recorded trace data.
    public var isSampled: Bool { self.flags.contains(.sampled) }

    /// The same trace with a new span, for work that this process does.
    public func child() -> TraceContext { self.child(from: .shared) }

    /// A new trace.
    /// - Parameter flags: Whether it is sampled.
    public static func root(flags: TraceFlags = []) -> TraceContext { Self.root(flags: flags, from: .shared) }

    package func child(from source: IdentifierSource) -> TraceContext {
        guard let span = SpanID(rawValue: source.next64()) else { return self }
        return TraceContext(traceID: self.traceID, spanID: span, flags: self.flags, state: self.state)
    }

    package static func root(flags: TraceFlags, from source: IdentifierSource) -> TraceContext {
        let trace = source.next128()
        guard let traceID = TraceID(high: trace.high, low: trace.low), let spanID = SpanID(rawValue: source.next64()) else {
            return .root(flags: flags, from: source)
        }
        return TraceContext(traceID: traceID, spanID: spanID, flags: flags.union(.random))
    }
}
