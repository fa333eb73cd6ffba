public import NIOCore

/// Sends the content of a streamed answer.
public struct BodyWriter: Sendable {
    let send: @Sendable (ByteBuffer) async throws -> Void

    /// Sends a piece and waits until the client keeps up.
    /// - Throws: When the client is gone.
    public func write(_ buffer: ByteBuffer) async throws {
        try await self.send(buffer)
    }

    /// Sends a piece of text in UTF-8.
    /// - Throws: When the client is gone.
    public func write(_ text: String) async throws {
        try await self.send(ByteBuffer(string: text))
    }
}
