import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NexusAuth
import NexusCore
import Synchronization

/// An answer's body whose end writes the request's record: complete, failed, or given up because the client is gone.
final class RecordedBody: Sendable {
    private let inner: ResponseBody
    private let exchange: Mutex<Exchange?>
    private let status: Int
    private let time: TimeSource
    private let sentBytes = Atomic<Int>(0)
    private let isClientGone = Atomic<Bool>(false)

    init(_ inner: ResponseBody, of exchange: sending Exchange, status: Int, time: TimeSource) {
        self.inner = inner
        self.exchange = Mutex(exchange)
        self.status = status
        self.time = time
    }

    /// Nobody sent it: whoever stood between dropped the answer, or the client was gone before its head was out.
    deinit {
        self.close(.cancelled)?.whenRecorded {}
    }

    /// The body for the server.
    var body: ResponseBody {
        ResponseBody(contentLength: self.inner.contentLength) { writer in
            do {
                try await self.inner.write(Writer(writer: writer, owner: self))
                // A body that never said that it is finished is sent by the server as it stands.
                await self.close(.handled)?.isRecorded()
            } catch {
                await self.close(self.ending(error))?.isRecorded()
                throw error
            }
        }
    }

    private func ending(_ error: any Error) -> Exchange.Ending {
        guard !self.isClientGone.load(ordering: .relaxed), !(error is CancellationError) else { return .cancelled }
        self.exchange.withLock { exchange in
            exchange?.handlerError = error
            exchange?.logger.error("the handler failed while it answered", metadata: ["error": "\(error)"])
        }
        return .failed(.internalError)
    }

    private func close(_ ending: Exchange.Ending) -> PendingRecord? {
        self.exchange.withLock { exchange in
            defer { exchange = nil }
            return exchange?.close(
                ending, status: self.status, responseBytes: self.sentBytes.load(ordering: .relaxed), now: self.time.now())
        }
    }

    private struct Writer: ResponseBodyWriter {
        var writer: any ResponseBodyWriter
        let owner: RecordedBody

        mutating func write(_ buffer: ByteBuffer) async throws {
            do {
                try await self.writer.write(buffer)
            } catch {
                self.owner.isClientGone.store(true, ordering: .relaxed)
                throw error
            }
            self.owner.sentBytes.add(buffer.readableBytes, ordering: .relaxed)
        }

        /// The end is sent when the record is as safe as the trail promises.
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
            await self.owner.close(.handled)?.isRecorded()
            try await self.writer.finish(trailingHeaders)
        }
    }
}
