import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

extension Exchange {
    /// An error as an answer.
    func rejected(_ rejection: Rejection, developerDetail: String? = nil) -> MiddlewareOutcome {
        let body = ProblemDetails.encode(rejection, requestID: self.requestID, developerDetail: developerDetail)
        let fields = self.fields(for: rejection, contentLength: body.count)
        let isFailure = rejection.status >= 500 && self.evaluation.refusal == nil
        let content = self.isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        return .whole(fields, content, isFailure ? .failed(rejection) : .rejected(rejection))
    }

    /// The handler threw, or a check of the app's own did.
    func failed(_ error: any Error) -> MiddlewareOutcome {
        if let rejection = Rejection(thrown: error) { return self.rejected(rejection) }
        switch error {
        case is HTTPParserError: return .thrown(error, .rejected(.malformedRequest), status: 400)
        case is CancellationError: return .thrown(error, .cancelled, status: 0)
        default:
            self.handlerError = error
            self.logger.error("the handler failed", metadata: ["error": "\(error)"])
            return self.rejected(.internalError, developerDetail: self.app.isDevelopment ? "\(error)" : nil)
        }
    }

    /// What the app behind made of the request.
    func outcome(of response: HummingbirdCore.Response) throws -> MiddlewareOutcome {
        var fields = try self.fields(for: Response(status: response.status))
        // Most answers have these two and no other: then nothing of the edge has to look whether the app brings its own.
        var declaredLength: Int?
        for field in response.headers {
            switch field.name {
            case .contentType: fields.contentType = fields.contentType.map { "\($0), \(field.value)" } ?? field.value
            case .contentLength: declaredLength = Int(field.value)
            default: fields.extra.append(field)
            }
        }
        let length = response.body.contentLength
        fields.contentLength = self.isHead ? declaredLength ?? length : length
        guard fields.hasBody, !self.isHead else { return .whole(fields, ResponseBody(), .handled) }
        guard let length, length <= MiddlewareShell.largestWhole else { return .streamed(fields, response.body) }
        return .whole(fields, response.body, .handled)
    }

    /// The same, with its body kept for the trail where that asks for it.
    func captured(_ outcome: MiddlewareOutcome) async throws -> MiddlewareOutcome {
        guard case .whole(let fields, let body, .handled) = outcome, body.contentLength != 0 else { return outcome }
        let bytes = try await body.collected()
        self.captureResponse(.buffer(bytes), contentType: fields.contentType)
        return .whole(fields, ResponseBody(byteBuffer: bytes), .handled)
    }

    /// Runs a handler of the Nexus app itself: a probe, the metrics, the docs.
    func run(_ handler: RouteHandler, _ body: ByteBuffer) async throws -> MiddlewareOutcome {
        self.captureRequest(body)
        guard let context = self.requestContext(body: body) else { return self.rejected(.internalError) }
        let response: Response
        switch handler {
        case .immediate(let handle): response = try context.scope.run { try handle(context) }
        case .task(let handle): response = try await context.scope.run { try await handle(context) }
        }
        let fields = try self.fields(for: response)
        guard fields.hasBody, !self.isHead else { return .whole(fields, ResponseBody(), .handled) }
        switch response.body.storage {
        case .empty: return .whole(fields, ResponseBody(), .handled)
        case .bytes(let content):
            self.captureResponse(content, contentType: fields.contentType)
            return .whole(fields, ResponseBody(byteBuffer: content.buffer), .handled)
        case .stream(let produce):
            let scope = self.scope
            return .streamed(fields, ResponseBody(producedBy: { writer in try await scope.run { try await produce(writer) } }))
        }
    }

    /// Whether the trail keeps bodies of requests.
    var capturesRequest: Bool { self.app.audit != nil && self.app.auditConfig.logRequestBody }

    /// Whether the trail keeps bodies of answers.
    var capturesResponse: Bool { self.app.audit != nil && self.app.auditConfig.logResponseBody }
}
