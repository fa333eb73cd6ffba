import NIOCore

extension RedisCommand {
    /// The command on the wire: an array of bulk strings.
    func encoded() -> ByteBuffer {
        var buffer = ByteBuffer()
        self.encode(into: &buffer)
        return buffer
    }

    /// Appends the command as it goes over the wire.
    func encode(into buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: self.arguments.reduce(16) { $0 + 16 + $1.count })
        Self.writeHeader("*", self.arguments.count, to: &buffer)
        for argument in self.arguments {
            switch argument {
            case .text(let text):
                Self.writeHeader("$", text.utf8.count, to: &buffer)
                buffer.writeString(text)
            case .bytes(let bytes):
                Self.writeHeader("$", bytes.count, to: &buffer)
                buffer.writeBytes(bytes)
            case .integer(let integer):
                let text = String(integer)
                Self.writeHeader("$", text.utf8.count, to: &buffer)
                buffer.writeString(text)
            }
            buffer.writeStaticString("\r\n")
        }
    }

    private static func writeHeader(_ type: StaticString, _ count: Int, to buffer: inout ByteBuffer) {
        buffer.writeStaticString(type)
        buffer.writeString(String(count))
        buffer.writeStaticString("\r\n")
    }
}

extension RedisCommand.Argument {
    /// An upper bound of its length in bytes.
    fileprivate var count: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .integer: 20
        }
    }
}
