import NIOHTTP2

extension NIOHTTP2Handler.ConnectionConfiguration {
    /// The limits of one connection. What is not named here is NIO's: 5 `CONTINUATION` frames in a row, one empty `DATA` frame, 200 streams
    /// with an error, 65535 bytes of unread content.
    ///
    /// NIO's decoder ends the connection when a header section is larger than what the client was told, which only advises it
    /// (RFC 9113 §6.5.2). It is told more than is accepted, so that a section in between costs the stream alone;
    /// until the client has acknowledged that, NIO's own 16 KiB hold.
    init(_ limits: ServerLimits) {
        self.init()
        self.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.maxConcurrentStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.maxHeaderSize + Self.headerSlack),
        ]
        self.controlFrameRateLimit.maximumCount = limits.maxControlFrames
        self.maximumBufferedControlFrames = 1_000
    }

    /// Bytes of a header section above the limit that are still decoded.
    private static var headerSlack: Int { 49_152 }
}

extension NIOHTTP2Handler.StreamConfiguration {
    /// The limits of a connection's streams.
    init(_ limits: ServerLimits) {
        self.init()
        self.streamResetFrameRateLimit.maximumCount = limits.maxStreamResets
        self.streamErrorRateLimit.maximumCount = limits.maxStreamResets
    }
}
