import NIOHTTP2

extension NIOHTTP2Handler.ConnectionConfiguration {
    /// The limits of one connection. What is not named here is NIO's: 5 `CONTINUATION` frames in a row, one empty `DATA` frame, 200 streams
    /// with an error, 65535 bytes of unread content.
    init(_ limits: ServerLimits) {
        self.init()
        self.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.maxConcurrentStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.maxHeaderSize),
        ]
        self.controlFrameRateLimit.maximumCount = limits.maxControlFrames
        self.maximumBufferedControlFrames = 1_000
    }
}

extension NIOHTTP2Handler.StreamConfiguration {
    /// The limits of a connection's streams.
    init(_ limits: ServerLimits) {
        self.init()
        self.streamResetFrameRateLimit.maximumCount = limits.maxStreamResets
        self.streamErrorRateLimit.maximumCount = limits.maxStreamResets
    }
}
