import NIOCore

/// Finds the error of a `GOAWAY` in the frames that are sent (RFC 9113 §4.1, §6.8).
struct GoAwayScanner {
    /// Bytes of the current frame that are still to come.
    private var remaining = 0

    /// Looks at the next bytes. NIO writes a frame's header and all but the content of `DATA` at once.
    /// - Returns: The error code of a `GOAWAY` among them, unless it is `NO_ERROR`.
    mutating func errorCode(in buffer: ByteBuffer) -> UInt32? {
        var index = buffer.readerIndex
        var found: UInt32?
        while true {
            let passed = min(self.remaining, buffer.writerIndex - index)
            index += passed
            self.remaining -= passed
            guard self.remaining == 0, let word = buffer.getInteger(at: index, as: UInt32.self) else { return found }
            let (length, type) = (Int(word >> 8), word & 0xFF)
            if type == Self.goAway, let code = buffer.getInteger(at: index + 9 + 4, as: UInt32.self), code != 0 { found = code }
            self.remaining = 9 + length
        }
    }

    private static let goAway: UInt32 = 7
}
