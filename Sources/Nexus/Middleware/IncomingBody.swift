import HummingbirdCore
import NIOCore
import NexusAuth
import NexusCore
import Synchronization

/// The body of a request behind the shell: measured against its route's limit while the app reads it.
struct IncomingBody {
    /// What has been read so far.
    final class Meter: Sendable {
        fileprivate let bytes = Atomic<Int>(0)
    }

    /// The size that the head declares; nothing when it comes in chunks.
    let declaredSize: Int?
    let limit: Int
    /// Whether the server's own decoder ends the body at a declared length.
    private let hasLength: Bool
    private var meter: Meter?
    private var collectedBytes: Int?

    init(of exchange: Exchange) {
        self.declaredSize = exchange.headers.declaredBodySize
        self.hasLength = exchange.headers.contentLength.value != nil
        self.limit = exchange.route?.maximumBodySize ?? exchange.app.limits.maxBodySize
    }

    /// Bytes that arrived, as far as the shell can see them: of a body with a declared length, that length.
    var receivedBytes: Int {
        self.collectedBytes ?? self.meter?.bytes.load(ordering: .relaxed) ?? min(self.declaredSize ?? 0, self.limit)
    }

    /// Whether more came than the route allows.
    var isTooLarge: Bool { self.meter.map { $0.bytes.load(ordering: .relaxed) > self.limit } ?? false }

    /// Reads all of it.
    /// - Throws: 413 when it is larger than the limit.
    mutating func collect(_ request: HummingbirdCore.Request) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        for try await part in request.body {
            collected.writeImmutableBuffer(part)
            self.collectedBytes = collected.readableBytes
            guard collected.readableBytes <= self.limit else { throw Rejection.payloadTooLarge }
        }
        return collected
    }

    /// The request for the app behind: with what was read of it, else measured where nothing else ends its body.
    mutating func request(_ request: HummingbirdCore.Request, collected: ByteBuffer?) -> HummingbirdCore.Request {
        var request = request
        if let collected {
            request.body = RequestBody(buffer: collected)
        } else if !self.hasLength {
            let meter = Meter()
            self.meter = meter
            request.body = RequestBody(asyncSequence: MeteredBody(body: request.body, meter: meter, limit: self.limit))
        }
        return request
    }
}

/// A body that counts what is read of it, and ends with an error beyond its limit.
private struct MeteredBody: AsyncSequence, Sendable {
    let body: RequestBody
    let meter: IncomingBody.Meter
    let limit: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        var iterator: RequestBody.AsyncIterator
        let meter: IncomingBody.Meter
        let limit: Int

        mutating func next() async throws -> ByteBuffer? {
            guard let part = try await self.iterator.next() else { return nil }
            let (_, total) = self.meter.bytes.add(part.readableBytes, ordering: .relaxed)
            guard total <= self.limit else { throw Rejection.payloadTooLarge }
            return part
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(iterator: self.body.makeAsyncIterator(), meter: self.meter, limit: self.limit)
    }
}
