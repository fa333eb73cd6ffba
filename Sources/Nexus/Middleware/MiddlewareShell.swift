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

    let nexus: Nexus
    /// Whether requests without a declaration go on to the app behind, once the gate has admitted them.
    let passesUndeclared: Bool
    private let standing = Mutex<MiddlewareStanding?>(nil)

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
        defer { self.standing.withLock { $0 = nil } }
        try await self.nexus.running(answersEveryRoute: false) { assembly in
            self.standing.withLock { $0 = MiddlewareStanding(assembly.runtime) }
            await BackgroundWork(assembly: assembly, health: self.nexus.health, logger: self.nexus.logger).untilStopped()
        }
    }

    /// Opens a request and judges it as far as that needs no waiting.
    /// - Returns: Nothing where the shell does not run: then ``notRunning()`` is the answer.
    package func open(_ request: HummingbirdCore.Request, from arrival: Arrival) -> MiddlewarePassage? {
        guard let standing = self.current() else { return nil }
        let app = standing.app
        app.metrics?.http.requestStarted()
        let exchange = app.open(
            HTTPRequestHead(forExchange: request.head), peer: IPAddress(arrival.peer), isTLS: arrival.isTLS,
            now: standing.runtime.time.now())
        let body = IncomingBody(of: exchange)
        return MiddlewarePassage(
            exchange: exchange,
            runtime: standing.runtime,
            heads: standing.heads(isTLS: arrival.isTLS),
            endpoint: arrival.endpoint,
            body: body,
            judgement: self.judge(exchange, body, endpoint: arrival.endpoint)
        )
    }

    /// Waits for what a request's judgement needs.
    package func settle(_ passage: inout MiddlewarePassage, _ request: HummingbirdCore.Request) async {
        passage.judgement = .settled(
            await self.settle(passage.judgement, passage.exchange, request, &passage.body, endpoint: passage.endpoint))
    }

    private func current() -> MiddlewareStanding? {
        let standing = self.standing.withLock { $0 }
        guard let standing, !standing.isCurrent else { return standing }
        return self.standing.withLock { running in
            // Nothing is brought back that has stopped meanwhile.
            if let runtime = running?.runtime { running = MiddlewareStanding(runtime) }
            return running
        }
    }

    /// Nothing is let through before the gate stands, and after it is gone.
    package func notRunning() -> HummingbirdCore.Response {
        self.nexus.logger.error("Nexus does not run: add its middleware to the services of the application too")
        let rejection = Rejection.unavailable()
        let requestID = RequestID.generate().rawValue
        let body = ProblemDetails.encode(rejection, requestID: requestID)
        return HummingbirdCore.Response(
            status: .serviceUnavailable,
            headers: [.contentType: ProblemDetails.contentType, .retryAfter: String(rejection.retryAfter ?? 1)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

extension BackgroundWork {
    fileprivate func untilStopped() async { try? await self.run() }
}
