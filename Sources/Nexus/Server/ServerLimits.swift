import NexusCore

/// How much a client may ask for before the server stops listening to it.
///
/// ## Configuration keys
/// Under `limits`:
/// - `max_target_length` (size, default: 8KiB): 414
/// - `max_header_size` (size, default: 16KiB): all fields together, 431
/// - `max_header_count` (int, default: 100): 431
/// - `max_body_size` (size, default: 1MiB): 413; a route may have its own
/// - `max_connections` (int, default: 10000), `max_connections_per_address` (int, default: 1000): further ones are closed at once
/// - `max_pipelined_requests` (int, default: 16)
/// - `idle_timeout` (duration, default: 60s): between requests
/// - `header_timeout` (duration, default: 10s): from the first byte of a request to its last header
/// - `body_timeout` (duration, default: 60s): from the headers to the end of the body, 408
/// - `min_body_rate` (size a second, default: 240B, 0 switches it off), counted after `min_body_rate_grace` (duration, default: 5s): 408
/// - `handler_timeout` (duration, default: 30s): 503
/// - `write_timeout` (duration, default: 30s): a client that does not read its answer is disconnected
/// - `stream_idle_timeout` (duration, default: 5m, 0 switches it off): a streamed answer that stays without a piece for longer is broken off
/// - `max_unread_body` (size, default: 64KiB): of a refused request's body; a longer one ends the connection
/// - `linger_time` (duration, default: 2s): how long a client may go on sending after the last answer, so that it can read it
/// - `max_concurrent_streams` (int, default: 100): of an HTTP/2 connection
/// - `max_stream_resets` (int, default: 200), `max_control_frames` (int, default: 200): of an HTTP/2 connection in 30 seconds; one that
///   sends more is ended with `ENHANCE_YOUR_CALM`. Raise them for a proxy that brings the requests of many clients on few connections
public struct ServerLimits: Sendable, Hashable {
    /// Longest request target in bytes.
    public var maxTargetLength = 8_192
    /// Largest header section in bytes.
    public var maxHeaderSize = 16_384
    /// Most header fields.
    public var maxHeaderCount = 100
    /// Largest body in bytes, where a route says nothing else.
    public var maxBodySize = 1_048_576
    /// Most connections at a time.
    public var maxConnections = 10_000
    /// Most connections of one address (IPv6: one /64) at a time.
    public var maxConnectionsPerAddress = 1_000
    /// Most requests that wait on a connection behind the one that is answered.
    public var maxPipelinedRequests = 16
    /// How long a connection may stay without a request.
    public var idleTimeout: Duration = .seconds(60)
    /// How long a header section may take.
    public var headerTimeout: Duration = .seconds(10)
    /// How long a body may take.
    public var bodyTimeout: Duration = .seconds(60)
    /// Fewest bytes a second of a body, on average.
    public var minBodyRate = 240
    /// How long a body may take before its rate counts.
    public var minBodyRateGrace: Duration = .seconds(5)
    /// How long a handler may take.
    public var handlerTimeout: Duration = .seconds(30)
    /// How long a client may take to read an answer.
    public var writeTimeout: Duration = .seconds(30)
    /// How long a streamed answer may stay without a piece; zero is for ever.
    public var streamIdleTimeout: Duration = .seconds(300)
    /// Most bytes of a body nobody wants that are read before the connection is ended instead.
    public var maxUnreadBody = 65_536
    /// How long a client may go on sending after the last answer of its connection.
    public var lingerTime: Duration = .seconds(2)
    /// Most streams of an HTTP/2 connection at a time.
    public var maxConcurrentStreams = 100
    /// Most streams that the client of an HTTP/2 connection may take back in 30 seconds.
    public var maxStreamResets = 200
    /// Most `PING`, `SETTINGS` and `PRIORITY` frames of an HTTP/2 connection in 30 seconds.
    public var maxControlFrames = 200

    /// Creates limits with the defaults.
    public init() {}

    /// Checks that the limits can be kept.
    /// - Throws: ``NexusError`` naming the limit.
    func validate() throws(NexusError) {
        for (name, value, minimum) in [
            ("max_target_length", self.maxTargetLength, 64), ("max_header_size", self.maxHeaderSize, 1_024),
            ("max_header_count", self.maxHeaderCount, 8), ("max_body_size", self.maxBodySize, 0),
            ("max_connections", self.maxConnections, 1), ("max_connections_per_address", self.maxConnectionsPerAddress, 1),
            ("max_pipelined_requests", self.maxPipelinedRequests, 1), ("min_body_rate", self.minBodyRate, 0),
            ("max_unread_body", self.maxUnreadBody, 0), ("max_concurrent_streams", self.maxConcurrentStreams, 1),
            ("max_stream_resets", self.maxStreamResets, 1), ("max_control_frames", self.maxControlFrames, 10),
        ] where value < minimum {
            throw NexusError("limits.\(name) is \(value); it must be at least \(minimum)")
        }
        guard self.maxTargetLength <= 1_048_576, self.maxHeaderSize <= 1_048_576, self.maxHeaderCount <= 10_000 else {
            throw NexusError("limits: a target and a header section are at most 1MiB, header fields at most 10000")
        }
        // NIO keeps a time for each of them.
        guard self.maxConcurrentStreams <= 10_000, self.maxStreamResets <= 100_000, self.maxControlFrames <= 100_000 else {
            throw NexusError("limits: concurrent streams are at most 10000, stream resets and control frames at most 100000")
        }
        for (name, value) in [
            ("idle_timeout", self.idleTimeout), ("header_timeout", self.headerTimeout), ("body_timeout", self.bodyTimeout),
            ("handler_timeout", self.handlerTimeout), ("write_timeout", self.writeTimeout),
        ] where value <= .zero {
            throw NexusError("limits.\(name) must be longer than zero")
        }
        for (name, value) in [
            ("idle_timeout", self.idleTimeout), ("header_timeout", self.headerTimeout), ("body_timeout", self.bodyTimeout),
            ("handler_timeout", self.handlerTimeout), ("write_timeout", self.writeTimeout), ("linger_time", self.lingerTime),
            ("stream_idle_timeout", self.streamIdleTimeout), ("min_body_rate_grace", self.minBodyRateGrace),
        ] where value > Self.longest {
            throw NexusError("limits.\(name) must be at most 365 days")
        }
        for (name, value) in [
            ("linger_time", self.lingerTime), ("stream_idle_timeout", self.streamIdleTimeout),
            ("min_body_rate_grace", self.minBodyRateGrace),
        ] where value < .zero {
            throw NexusError("limits.\(name) must not be negative")
        }
    }

    /// Beyond any use, and far from where times in nanoseconds end.
    private static let longest = Duration.seconds(365 * 86_400)
}
