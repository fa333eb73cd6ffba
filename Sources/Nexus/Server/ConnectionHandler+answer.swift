import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

extension ConnectionHandler {
    /// Answers with an error.
    /// - Parameters:
    ///   - closing: Whether the connection ends, because what follows on it cannot be trusted or is not wanted.
    func reject(_ rejection: Rejection, closing: Bool = false, developerDetail: String? = nil) {
        guard let exchange = self.exchange else { return }
        // Whoever refuses it, a limit or the router: what follows a malformed head may be a part of it (RFC 9112 §11.2).
        let closing = closing || exchange.isMalformed
        let body = ProblemDetails.encode(rejection, requestID: exchange.requestID, developerDetail: developerDetail)
        let fields = exchange.fields(for: rejection, contentLength: body.count)
        let isFailure = rejection.status >= 500 && exchange.evaluation.refusal == nil
        self.answer(fields, body: .array(body), isFailure ? .failed(rejection) : .rejected(rejection), closing: closing)
    }

    /// Answers with a body that is at hand, after the record is as safe as the audit trail promises.
    /// - Parameters:
    ///   - closing: Whether the connection ends, whatever else speaks for keeping it.
    func answer(_ fields: ResponseFields, body: Content?, _ ending: Exchange.Ending, closing: Bool = false) {
        guard let exchange = self.exchange, !exchange.isRecorded else { return }
        let now = self.now
        let body = fields.hasBody && !exchange.isHead ? body : nil
        exchange.captureResponse(body, contentType: fields.contentType)
        exchange.requestBytes = self.machine.receivedBytes
        let closes = self.machine.answer(
            now: now.uptimeNanoseconds, declaredLength: exchange.declaredBody.size, closing: closing)
        guard let pending = exchange.close(ending, status: fields.status, responseBytes: body?.count ?? 0, now: now) else {
            return self.send(fields, body: body, closes: closes, now)
        }
        let number = self.exchangeNumber
        let handler = self.loopBound
        pending.whenRecorded {
            handler.execute { handler in
                guard handler.exchangeNumber == number, handler.exchange != nil else { return }
                let now = handler.now
                handler.send(fields, body: body, closes: closes, now)
                handler.advance(now)
            }
        }
    }

    private func send(_ fields: ResponseFields, body: Content?, closes: Bool, _ now: Moment) {
        guard let exchange = self.exchange, let context = self.context else { return }
        let frame = AnswerFrame(
            edge: exchange.edge,
            services: self.services,
            isChunked: false,
            closes: closes,
            now: now,
            allocator: context.channel.allocator
        )
        self.exchange = nil
        self.machine.send(now: now.uptimeNanoseconds)
        if let body, body.count > Self.largestWrite {
            self.wire.writeHead(fields, frame, to: context)
            self.write(body.buffer, isChunked: false)
            self.finishSending(isLast: closes, now)
        } else {
            let end = self.promiseOfEnd(isLast: closes, context)
            self.wire.writeWhole(fields, body: body, frame, to: context, promise: end)
            self.goOn(after: end, context, now)
        }
    }

    /// Bytes that are written at a time: with each part that the client takes in, its clock starts again.
    static var largestWrite: Int { 131_072 }

    /// Writes content, without flushing it.
    func write(_ body: ByteBuffer, isChunked: Bool) {
        guard let context = self.context else { return }
        guard body.readableBytes > Self.largestWrite else {
            return self.wire.writePiece(body, isChunked: isChunked, to: context, promise: nil)
        }
        var rest = body
        let handler = self.loopBound
        while let part = rest.readSlice(length: min(rest.readableBytes, Self.largestWrite)), part.readableBytes > 0 {
            let isWritten = context.eventLoop.makePromise(of: Void.self)
            isWritten.futureResult.whenSuccess {
                handler.execute { $0.machine.progressed(now: $0.now.uptimeNanoseconds) }
            }
            self.wire.writePiece(part, isChunked: isChunked, to: context, promise: isWritten)
        }
    }

    /// Sends the end of an answer whose body was sent in pieces, and goes on when the client has room for the next one.
    /// - Parameters:
    ///   - isLast: Whether the connection ends with it: then all of it must be out.
    func finishSending(isLast: Bool, isChunked: Bool = false, _ now: Moment) {
        guard let context = self.context else { return }
        let end = self.promiseOfEnd(isLast: isLast, context)
        self.wire.writeEnd(isChunked: isChunked, to: context, promise: end)
        self.goOn(after: end, context, now)
    }

    /// The promise to be kept when the end of an answer is out, where the next step must wait for that.
    private func promiseOfEnd(isLast: Bool, _ context: ChannelHandlerContext) -> EventLoopPromise<Void>? {
        guard isLast || self.wire.isSingleExchange || !self.machine.keepsAlive else { return nil }
        let isOut = context.eventLoop.makePromise(of: Void.self)
        let number = self.exchangeNumber
        let handler = self.loopBound
        isOut.futureResult.whenSuccess {
            handler.execute { handler in
                guard handler.exchangeNumber == number else { return }
                let now = handler.now
                handler.finishAnswer(now)
                handler.advance(now)
            }
        }
        return isOut
    }

    /// The end of an answer is written: without a promise to wait for, the client's room for the next answer decides.
    private func goOn(after end: EventLoopPromise<Void>?, _ context: ChannelHandlerContext, _ now: Moment) {
        guard end == nil else { return }
        if context.channel.isWritable { self.finishAnswer(now) } else { self.awaitsWritability = true }
    }

    private func finishAnswer(_ now: Moment) {
        self.perform(self.machine.answered(now: now.uptimeNanoseconds), now)
    }

    /// The client has read enough for more to be sent.
    func clientCaughtUp() {
        let now = self.now
        if let stream = self.stream {
            if self.machine.phase == .sending { self.machine.produce(now: now.uptimeNanoseconds) }
            stream.resume()
        } else if self.awaitsWritability {
            self.awaitsWritability = false
            if self.machine.keepsAlive {
                self.finishAnswer(now)
                self.advance(now)
            } else {
                self.finishSending(isLast: true, now)
            }
        }
    }

    /// The client is gone: whatever runs for it is cancelled, and recorded.
    func disconnect() {
        let receivedBytes = self.machine.receivedBytes
        self.machine.closed()
        self.cancelTask()
        let stream = self.stream
        self.stream = nil
        stream?.cancel()
        guard let exchange = self.exchange else { return }
        self.exchange = nil
        guard !exchange.isRecorded else { return }
        exchange.requestBytes = receivedBytes
        let pending = exchange.close(.cancelled, status: stream?.status ?? 0, responseBytes: stream?.sentBytes ?? 0, now: self.now)
        // Nobody waits for it, but a full queue must still be offered it again.
        pending?.whenRecorded {}
    }
}
