import HTTPTypes
package import HummingbirdCore
import NIOCore
import NexusCore

extension MiddlewareAnswer {
    /// Ends a request that is answered in front.
    package init(_ passage: sending MiddlewarePassage) {
        if case .settled(.answered(let outcome)) = passage.judgement {
            self.init(closing: passage, outcome)
        } else {
            self.init(closing: passage, passage.exchange.rejected(.internalError))
        }
    }

    /// Ends a request that the app behind answered.
    package init(_ passage: sending MiddlewarePassage, _ response: HummingbirdCore.Response) {
        if let answer = Self.plain(passage, response) {
            self = answer
        } else {
            self.init(closing: passage, passage.outcome(of: response))
        }
    }

    /// Ends a request that the app behind answered, its body kept for the trail.
    package static func captured(_ passage: sending MiddlewarePassage, _ response: HummingbirdCore.Response) async -> MiddlewareAnswer {
        var outcome = passage.outcome(of: response)
        do {
            outcome = try await passage.exchange.captured(outcome)
        } catch {
            outcome = passage.outcome(of: error)
        }
        return MiddlewareAnswer(closing: passage, outcome)
    }

    /// Ends a request that the app behind failed to answer.
    package init(_ passage: sending MiddlewarePassage, failing error: any Error) {
        self.init(closing: passage, passage.outcome(of: error))
    }

    private init(closing passage: sending MiddlewarePassage, _ outcome: MiddlewareOutcome) {
        let exchange = passage.exchange
        exchange.requestBytes = passage.body.receivedBytes
        let time = passage.runtime.time
        let now = time.now()
        switch outcome {
        case .whole(let fields, let body, let ending):
            let record = exchange.close(ending, status: fields.status, responseBytes: body.contentLength ?? 0, now: now)
            self.init(HummingbirdCore.Response(fields, body: body, edge: exchange.edge, now: now), after: record)
        case .streamed(let fields, let body):
            let edge = exchange.edge
            let recorded = RecordedBody(body, of: exchange, status: fields.status, time: time)
            self = .ready(HummingbirdCore.Response(fields, body: recorded.body, edge: edge, now: now))
        case .thrown(let error, let ending, let status):
            self = .late(LateAnswer(.failure(error), after: exchange.close(ending, status: status, responseBytes: 0, now: now)))
        }
    }

    /// Ends a request whose answer needs no closer look, as most do: its body is at hand, and it brings no fields but those of its content.
    private static func plain(_ passage: borrowing MiddlewarePassage, _ response: HummingbirdCore.Response) -> MiddlewareAnswer? {
        let exchange = passage.exchange
        let status = response.status.code
        guard (200...599).contains(status), status != 204, status != 205, status != 304, !exchange.isHead, !passage.body.isTooLarge,
            case .nothing = exchange.origin, let length = response.body.contentLength, length <= MiddlewareShell.largestWhole
        else { return nil }
        var contentType: HTTPField?
        for field in response.headers {
            switch field.name.rawName {
            case "Content-Length": continue
            case "Content-Type" where contentType == nil && field.value.isFieldValue: contentType = field
            default: return nil
            }
        }
        exchange.requestBytes = passage.body.receivedBytes
        let now = passage.runtime.time.now()
        let record = exchange.close(.handled, status: status, responseBytes: length, now: now)
        var answer = response
        answer.headers = passage.heads.fields(of: exchange, contentLength: length, contentType: contentType, now: now)
        let phrase = StatusPhrase.of(status)
        if answer.status.reasonPhrase != phrase { answer.status = HTTPResponse.Status(code: status, reasonPhrase: phrase) }
        return MiddlewareAnswer(answer, after: record)
    }
}

extension MiddlewarePassage {
    fileprivate func outcome(of response: HummingbirdCore.Response) -> MiddlewareOutcome {
        guard !self.body.isTooLarge else { return self.exchange.rejected(.payloadTooLarge) }
        do {
            return try self.exchange.outcome(of: response)
        } catch {
            return self.exchange.failed(error)
        }
    }

    fileprivate func outcome(of error: any Error) -> MiddlewareOutcome {
        self.body.isTooLarge ? self.exchange.rejected(.payloadTooLarge) : self.exchange.failed(error)
    }
}
