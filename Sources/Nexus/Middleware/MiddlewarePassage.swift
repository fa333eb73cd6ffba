package import HummingbirdCore
import NIOCore
import NexusAuth
import NexusCore

/// One request on its way through the shell: judged when it is opened, ended by its answer.
///
/// Nothing in it is asynchronous that does not have to wait: each such step would be one more for every request.
package struct MiddlewarePassage {
    let exchange: Exchange
    let runtime: Runtime
    let heads: AnswerHeads
    /// The template that the server's router matched, if it did.
    let endpoint: String?
    var body: IncomingBody
    var judgement: MiddlewareJudgement

    /// Whether something has to be learned before the request is judged, or a handler of Nexus' own answers.
    package var mustWait: Bool {
        if case .settled = self.judgement { false } else { true }
    }

    /// What the app behind is told about the request; nothing where it is answered in front.
    package var admitted: RequestContext? {
        if case .settled(.admitted(let context)) = self.judgement { context } else { nil }
    }

    /// Whether the trail keeps the bodies of requests.
    package var capturesRequest: Bool { self.exchange.capturesRequest }

    /// Whether the trail keeps the bodies of answers.
    package var capturesResponse: Bool { self.exchange.capturesResponse }

    /// Reads all of the body, for the trail.
    /// - Throws: 413 when it is larger than the limit, and what the server throws.
    package mutating func collect(_ request: HummingbirdCore.Request) async throws -> HummingbirdCore.Request {
        let bytes = try await self.body.collect(request)
        self.exchange.captureRequest(bytes)
        return self.body.request(request, collected: bytes)
    }

    /// The request for the app behind, its body measured.
    package mutating func request(_ request: HummingbirdCore.Request) -> HummingbirdCore.Request {
        self.exchange.captureRequest(ByteBuffer())
        return self.body.request(request, collected: nil)
    }
}
