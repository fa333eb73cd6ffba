import NIOCore

/// Content that is at hand as a whole, as whoever made it has it: what is encoded here becomes part of an answer's one buffer without one of its own.
enum Content: Sendable {
    case buffer(ByteBuffer)
    case array([UInt8])

    /// How many bytes it has.
    var count: Int {
        switch self {
        case .buffer(let buffer): buffer.readableBytes
        case .array(let bytes): bytes.count
        }
    }

    /// The bytes in a buffer.
    var buffer: ByteBuffer {
        switch self {
        case .buffer(let buffer): buffer
        case .array(let bytes): ByteBuffer(bytes: bytes)
        }
    }

    /// Appends the bytes.
    func write(to destination: inout ByteBuffer) {
        switch self {
        case .buffer(let buffer): destination.writeImmutableBuffer(buffer)
        case .array(let bytes): destination.writeBytes(bytes)
        }
    }
}
