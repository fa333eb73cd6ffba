import HTTPTypes
import HummingbirdCore
import NIOCore

extension ResponseBody {
    /// A body of the Nexus app's own: produced in a task beside the one that sends it, piece by piece.
    init(producedBy produce: @escaping @Sendable (BodyWriter) async throws -> Void) {
        self.init { writer in
            let (pieces, continuation) = AsyncStream<Piece>.makeStream()
            let producing = Task {
                defer { continuation.finish() }
                try await produce(BodyWriter { try await Piece.hand($0, to: continuation) })
            }
            var failure: (any Error)?
            await withTaskCancellationHandler {
                for await piece in pieces {
                    // After a failure every further piece fails too, until the producer gives up.
                    do {
                        if let failure { throw failure }
                        try await writer.write(piece.bytes)
                        piece.isWritten.resume()
                    } catch {
                        failure = error
                        producing.cancel()
                        piece.isWritten.resume(throwing: error)
                    }
                }
            } onCancel: {
                producing.cancel()
            }
            try await producing.value
            if let failure { throw failure }
            try await writer.finish(nil)
        }
    }

    /// All of a body whose length is known.
    func collected() async throws -> ByteBuffer {
        let collector = Collector()
        try await self.write(collector)
        return collector.bytes
    }

    private final class Collector: ResponseBodyWriter {
        private(set) var bytes = ByteBuffer()

        func write(_ buffer: ByteBuffer) async throws { self.bytes.writeImmutableBuffer(buffer) }
        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

/// Bytes on their way from whoever produces them, who waits until they are written.
private struct Piece: Sendable {
    let bytes: ByteBuffer
    let isWritten: CheckedContinuation<Void, any Error>

    static func hand(_ bytes: ByteBuffer, to pieces: AsyncStream<Piece>.Continuation) async throws {
        guard bytes.readableBytes > 0 else { return }
        try await withCheckedThrowingContinuation { isWritten in
            if case .terminated = pieces.yield(Piece(bytes: bytes, isWritten: isWritten)) {
                isWritten.resume(throwing: CancellationError())
            }
        }
    }
}
