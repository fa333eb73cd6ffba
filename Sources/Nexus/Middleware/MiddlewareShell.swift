import HTTPTypes
package import HummingbirdCore
import Logging
package import NIOCore
import NIOHTTP1
import NexusCore
import Synchronization

/// The gate in front of handlers of another server: what the channel does for its own app, done around a function that answers.
///
/// It drives the same ``Exchange`` as the channel. Connections, their deadlines and the framing stay with the server.
package final class MiddlewareShell: Sendable {
    /// What the server knows about a request besides its parts.
    package struct Arrival: Sendable {
        let peer: SocketAddress?
        let isTLS: Bool
        /// The template that the server's router matched, if it did.
        let endpoint: String?

        package init(peer: SocketAddress?, isTLS: Bool, endpoint: String?) {
            self.peer = peer
            self.isTLS = isTLS
            self.endpoint = endpoint
        }
    }

    /// What answers an admitted request.
    package typealias Handler = (HummingbirdCore.Request, RequestContext) async throws -> HummingbirdCore.Response

    let nexus: Nexus
    /// Whether requests without a declaration go on to the app behind, once the gate has admitted them.
    let passesUndeclared: Bool
    private let runtime = Mutex<Runtime?>(nil)

    package init(_ nexus: Nexus, passesUndeclared: Bool) {
        self.nexus = nexus
        self.passesUndeclared = passesUndeclared
    }

    /// Starts what deciding needs, and keeps it until a graceful stop: key sets, limits, health checks, the audit trail.
    ///
    /// The server around it stops first, as the last of its services; then the trail is flushed.
    /// - Throws: ``NexusError`` as ``Nexus/run(onRunning:)``.
    package func run() async throws {
        try self.nexus.options.checkForMiddleware()
        try await self.nexus.running { assembly in
            self.runtime.withLock { $0 = assembly.runtime }
            await BackgroundWork(assembly: assembly, health: self.nexus.health, logger: self.nexus.logger).untilStopped()
        }
        self.runtime.withLock { $0 = nil }
    }

    /// Judges a request, has it answered where it is admitted, and records how it ended.
    /// - Throws: What only the server can answer: broken framing, and a cancelled task.
    package func respond(
        to request: HummingbirdCore.Request, from arrival: Arrival, next: Handler
    ) async throws -> HummingbirdCore.Response {
        guard let runtime = self.runtime.withLock({ $0 }) else { return self.notRunning() }
        let app = runtime.current
        app.metrics?.http.requestStarted()
        let exchange = app.open(
            HTTPRequestHead(forExchange: request.head), peer: IPAddress(arrival.peer), isTLS: arrival.isTLS, now: runtime.time.now())
        var body = IncomingBody(of: exchange)
        let verdict: MiddlewareVerdict
        switch self.judge(exchange, body, endpoint: arrival.endpoint) {
        case .settled(let settled): verdict = settled
        case let judgement: verdict = await self.settle(judgement, exchange, request, &body, endpoint: arrival.endpoint)
        }
        var outcome: MiddlewareOutcome
        switch verdict {
        case .answered(let answer): outcome = answer
        case .admitted(let context):
            do {
                let kept = exchange.capturesRequest ? try await body.collect(request) : nil
                exchange.captureRequest(kept ?? ByteBuffer())
                let request = body.request(request, collected: kept)
                let response = try await context.scope { try await next(request, $0) }
                outcome = try body.isTooLarge ? exchange.rejected(.payloadTooLarge) : exchange.outcome(of: response)
                if exchange.capturesResponse { outcome = try await exchange.captured(outcome) }
            } catch {
                outcome = body.isTooLarge ? exchange.rejected(.payloadTooLarge) : exchange.failed(error)
            }
        }
        exchange.requestBytes = body.receivedBytes
        let now = runtime.time.now()
        let isTLS = exchange.isTLS
        switch outcome {
        case .whole(let fields, let body, let ending):
            if let pending = exchange.close(ending, status: fields.status, responseBytes: body.contentLength ?? 0, now: now) {
                await pending.isRecorded()
            }
            return HummingbirdCore.Response(fields, body: body, of: app, isTLS: isTLS, now: now)
        case .streamed(let fields, let body):
            let recorded = RecordedBody(body, of: exchange, status: fields.status, time: runtime.time)
            return HummingbirdCore.Response(fields, body: recorded.body, of: app, isTLS: isTLS, now: now)
        case .thrown(let error, let ending, let status):
            await exchange.close(ending, status: status, responseBytes: 0, now: now)?.isRecorded()
            throw error
        }
    }

    /// Nothing is let through before the gate stands, and after it is gone.
    private func notRunning() -> HummingbirdCore.Response {
        self.nexus.logger.error("Nexus does not run: add its middleware to the services of the application too")
        let rejection = Rejection.unavailable()
        let requestID = RequestID.generate().rawValue
        let body = ProblemDetails.encode(rejection, requestID: requestID)
        return HummingbirdCore.Response(
            status: .serviceUnavailable,
            headers: [.contentType: ProblemDetails.contentType, .retryAfter: String(rejection.retryAfter ?? 1)],
            body: ResponseBody(byteBuffer: body)
        )
    }
}

extension BackgroundWork {
    fileprivate func untilStopped() async { try? await self.run() }
}

extension PendingRecord {
    /// Waits until the record is as safe as the trail promises.
    func isRecorded() async {
        await withCheckedContinuation { continuation in self.whenRecorded { continuation.resume() } }
    }
}
