/// Where the trail's writer puts its lines: a file, a database, a collector of your own.
///
/// The writer calls a sink from one thread at a time, never from a request's, so a sink may block. A call that throws is repeated
/// with the same entries after a pause; until it succeeds no later entry is offered. What had been taken over by a call that
/// threw must therefore not count.
public protocol AuditSink: Sendable {
    /// Takes entries over, in order.
    /// - Parameter batch: At least one entry.
    func write(_ batch: [AuditEntry]) throws

    /// Returns when everything taken over survives a loss of power.
    func sync() throws

    /// Ends the sink: nothing is written afterwards.
    func close() throws

    /// A trouble that does not keep the sink from writing, such as a file that cannot be rotated.
    var warning: String? { get }
}

extension AuditSink {
    /// Nothing to do.
    public func sync() throws {}
    /// Nothing to do.
    public func close() throws {}
    /// None.
    public var warning: String? { nil }
}
